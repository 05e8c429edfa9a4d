// Text is only ever set as text, never as markup: file names and outcomes come from outside.
const progress = document.querySelector('#progress');
const rows = document.querySelector('#studies');
const uploadsAtOnce = 4;

for (const input of document.querySelectorAll('input[type=file]')) {
  input.addEventListener('change', async () => {
    const files = [...input.files];
    await upload(files);
    input.value = '';
  });
}
setInterval(refresh, 1000);
refresh();

async function upload(files) {
  // Each choice of single files is a folder of its own, so that one study.json does not count for all of them.
  const folder = `upload-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  const waiting = [...files];
  const failed = [];
  let done = 0;
  const show = () => {
    const failures = failed.length === 0 ? '' : ` · not uploaded: ${failed.join(', ')}`;
    progress.textContent = `${done} of ${files.length} files${failures}`;
  };
  const uploadNext = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const path = file.webkitRelativePath || `${folder}/${file.name}`;
      const address = `objects/${path.split('/').map(encodeURIComponent).join('/')}`;
      const ok = await fetch(address, { method: 'PUT', body: file }).then(
        (response) => response.ok,
        () => false,
      );
      if (ok) done += 1;
      else failed.push(path);
      show();
    }
  };
  show();
  await Promise.all(Array.from({ length: uploadsAtOnce }, uploadNext));
}

async function refresh() {
  const response = await fetch('studies.json').catch(() => null);
  if (response === null || !response.ok) return;
  const { studies, inbox } = await response.json();
  document.querySelector('#inbox').href = inbox;
  document.querySelector('#none').hidden = studies.length > 0;
  document.querySelector('table').hidden = studies.length === 0;
  rows.replaceChildren(...studies.map(row));
}

function row({ study, outcome, images, report }) {
  const cells = [study, outcome ?? 'waiting for quiet …', String(images ?? '')].map((text) => {
    const cell = document.createElement('td');
    cell.textContent = text;
    return cell;
  });
  const last = document.createElement('td');
  if (report !== null) {
    const link = document.createElement('a');
    link.href = report;
    link.textContent = 'Open the report';
    last.append(link);
  }
  const element = document.createElement('tr');
  element.append(...cells, last);
  return element;
}
