import type { Image } from './image.ts';

/** The earliest time that any image of the stack gives for itself, else for its series; `YYYY-MM-DDThh:mm:ss.ffffff`. */
export function acquiredAt(images: readonly Image[]): string | null {
  return earliest(images, (image) => {
    const { SeriesDate, StudyDate, SeriesTime } = image.attributes;
    return ownTime(image) ?? isoTime(`${SeriesDate || StudyDate || ''}${SeriesTime ?? ''}`);
  });
}

/** When the acquisition itself began; `null` where only the series has a time. */
export function acquisitionStart(images: readonly Image[]): string | null {
  return earliest(images, ownTime);
}

function ownTime({ attributes }: Image): string | null {
  const { AcquisitionDateTime, AcquisitionDate, AcquisitionTime, SeriesDate, StudyDate } = attributes;
  return (
    isoTime(AcquisitionDateTime) ??
    isoTime(`${AcquisitionDate || SeriesDate || StudyDate || ''}${AcquisitionTime ?? ''}`)
  );
}

function earliest(images: readonly Image[], timeOf: (image: Image) => string | null): string | null {
  return images.flatMap((image) => timeOf(image) ?? []).sort()[0] ?? null;
}

/** `YYYYMMDDHHMMSS.FFFFFF` (PS3.5 DT, DA + TM) as ISO 8601 local time; `null` unless it has at least hours. */
function isoTime(text: string | undefined): string | null {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})?(\d{2})?(\.\d{1,6})?/.exec(text ?? '');
  if (parts === null) return null;
  const [, year, month, day, hour, minute = '00', second = '00', fraction = ''] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(1).padEnd(6, '0')}`;
}
