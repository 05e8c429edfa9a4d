/** The page's only style: calm, readable at 200 %, in print and in the dark; colour repeats what words already say. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1d2733; --quiet: #4a5663; --line: #d5dbe1; --paper: #fff; --panel: #f5f7f9;
  --good: #1c6b3c; --bad: #a3271b; --open: #7a5200; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaee; --quiet: #aab4be; --line: #3a4651; --paper: #14191f;
  --panel: #1d242b; --good: #7fd3a0; --bad: #ff9d92; --open: #f0c36b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main, header, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .25rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 2rem 0 .25rem; }
h4 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0; }
.quiet, footer { color: var(--quiet); }
.outcomes { list-style: none; margin: .75rem 0 1.25rem; padding: 0; }
.outcomes li { padding: .5rem .75rem; margin-bottom: .4rem; background: var(--panel); border-left: .3rem solid var(--line); }
.requirements { list-style: none; margin: 0; padding: 0; }
.requirements > li { padding: .8rem 0 .8rem .75rem; border-top: 1px solid var(--line); }
.status { font-weight: 600; }
.good .status { color: var(--good); } .bad .status { color: var(--bad); } .open .status { color: var(--open); }
li.good { border-left-color: var(--good); } li.bad { border-left-color: var(--bad); } li.open { border-left-color: var(--open); }
dl { margin: .3rem 0 0; display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; }
dt { color: var(--quiet); } dd { margin: 0; grid-column: 2; overflow-wrap: anywhere; }
.source { font-size: .9rem; color: var(--quiet); }
.wide { overflow-x: auto; margin-top: .75rem; }
.wide:focus-visible { outline: 2px solid var(--quiet); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; color: var(--quiet); padding-bottom: .3rem; }
th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
td:last-child { white-space: normal; overflow-wrap: anywhere; min-width: 8rem; }
footer { margin-top: 3rem; padding: 1.25rem; border-top: 1px solid var(--line); font-size: .9rem; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { grid-column: 1; margin-bottom: .3rem; } }
@media print { .requirements > li { break-inside: avoid; } }
`;
