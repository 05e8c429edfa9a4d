import { readDropped } from './droppedEntries.js';

// Text is only ever set as text, never as markup: file names and outcomes come from outside.
const progress = document.querySelector('#progress');
const rows = document.querySelector('#studies');
const unusedRows = document.querySelector('#unused');
const uploadsAtOnce = 4;

const box = document.querySelector('form');
let uploading = Promise.resolve();

for (const input of document.querySelectorAll('input[type=file]')) {
  input.addEventListener('change', async () => {
    const folder = folderOfLoose();
    const files = [...input.files].map((file) => ({ path: file.webkitRelativePath || `${folder}/${file.name}`, file }));
    input.value = '';
    await upload(files, []);
  });
}
// A browser opens a file that is dropped anywhere on a page that does not say otherwise, and the page is gone.
addEventListener('dragover', (event) => {
  event.preventDefault();
  const inBox = box.contains(event.target);
  event.dataTransfer.dropEffect = inBox ? 'copy' : 'none';
  box.classList.toggle('over', inBox);
});
addEventListener('dragleave', () => box.classList.remove('over'));
addEventListener('drop', async (event) => {
  event.preventDefault();
  box.classList.remove('over');
  if (!box.contains(event.target)) return;
  // Before anything is awaited: the list is emptied when the event is over.
  const entries = [...event.dataTransfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  progress.textContent = 'Reading what was dropped …';
  const { files, unreadable } = await readDropped(entries, folderOfLoose());
  await upload(files, unreadable);
});
setInterval(refresh, 1000);
refresh();

/** Each choice of single files is a folder of its own, so that one study.json does not count for all of them. */
function folderOfLoose() {
  return `upload-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
}

/** One choice after the other, so that the progress is of one of them. */
function upload(files, unreadable) {
  uploading = uploading.then(() => send(files, unreadable));
  return uploading;
}

async function send(files, unreadable) {
  const waiting = [...files];
  const failed = [...unreadable];
  let done = 0;
  const show = () => {
    const failures = failed.length === 0 ? '' : ` · not uploaded: ${failed.join(', ')}`;
    progress.textContent = `${done} of ${files.length + unreadable.length} files uploaded${failures}`;
  };
  const sendNext = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { path, file } = next;
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
  await Promise.all(Array.from({ length: uploadsAtOnce }, sendNext));
}

async function refresh() {
  const response = await fetch('studies.json').catch(() => null);
  if (response === null || !response.ok) return;
  const { studies, unused, inbox } = await response.json();
  document.querySelector('#inbox').href = inbox;
  document.querySelector('#none').hidden = studies.length > 0;
  document.querySelector('#judged').hidden = studies.length === 0;
  rows.replaceChildren(...studies.map(studyRow));
  document.querySelector('#not-used').hidden = unused.length === 0;
  unusedRows.replaceChildren(...unused.map(unusedRow));
}

function studyRow({ study, outcome, images, report }) {
  const last = document.createElement('td');
  if (report !== null) {
    const link = document.createElement('a');
    link.href = report;
    link.textContent = 'Open the report';
    last.append(link);
  }
  return row(cell(study), cell(outcome ?? 'waiting for quiet …'), cell(String(images ?? '')), last);
}

function unusedRow({ folder, reason, objects, paths }) {
  const more = objects > paths.length ? ', …' : '';
  return row(cell(folder ?? ''), cell(`${objects}: ${paths.join(', ')}${more}`), cell(reason));
}

function row(...cells) {
  const element = document.createElement('tr');
  element.append(...cells);
  return element;
}

function cell(text) {
  const element = document.createElement('td');
  element.textContent = text;
  return element;
}
