import { vi } from 'vitest';

/** Everything written to standard output and standard error from now on: log lines and metrics alike. */
export function captureOutput(): { text(): string; restore(): void } {
  const written: string[] = [];
  const keep = (chunk: unknown): boolean => {
    written.push(String(chunk));
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(keep),
    vi.spyOn(process.stderr, 'write').mockImplementation(keep),
    ...(['log', 'debug', 'info', 'warn', 'error'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...parts: unknown[]) => {
        written.push(parts.map(String).join(' '));
      }),
    ),
  ];
  return {
    text: () => written.join(''),
    restore: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
