import { parseArgs } from 'node:util';

export const usage = `Usage: npm start -- [options]

Synthesizes the stack, runs it on this machine without an account, drops the sample studies and shows their verdicts.
Goes on serving until Ctrl-C.

  --once             stop when every dropped study is judged and its e-mail is in the inbox: status 0, else 1
  --drop PATH        drop this folder or file instead of the samples; may be repeated
  --no-samples       drop nothing; the upload page waits
  --timeout SECONDS  how long to wait for the verdicts after the last upload; by default 180
  --keep             keep objects, queues, tables and mails in .local/state, and go on there where the last run with it ended,
                     however it ended; give --portal-port too, or the links of earlier mails lead nowhere
  --verbose          show what the functions log
  --port N           port of the upload page, --inbox-port N of the inbox, --portal-port N of the report pages,
                     --s3-port N of the bucket, queues and topics; by default free ones
`;

export type StartOptions = {
  readonly once: boolean;
  readonly drop: readonly string[];
  readonly samples: boolean;
  readonly timeoutSeconds: number;
  readonly keep: boolean;
  readonly verbose: boolean;
  readonly ports: {
    readonly upload: number;
    readonly inbox: number;
    readonly portal: number;
    readonly messaging: number;
  };
};

/** The command line cannot be understood; its message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws {UsageError} */
export function readCommandLine(args: readonly string[]): StartOptions | 'help' {
  const values = parsed(args);
  if (values.help) return 'help';
  return {
    once: values.once,
    drop: values.drop,
    samples: values.drop.length === 0 && !values['no-samples'],
    timeoutSeconds: wholeNumber('timeout', values.timeout, 86_400),
    keep: values.keep,
    verbose: values.verbose,
    ports: {
      upload: port('port', values.port),
      inbox: port('inbox-port', values['inbox-port']),
      portal: port('portal-port', values['portal-port']),
      messaging: port('s3-port', values['s3-port']),
    },
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        drop: { type: 'string', multiple: true, default: [] },
        'no-samples': { type: 'boolean', default: false },
        timeout: { type: 'string', default: '180' },
        keep: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        port: { type: 'string', default: '0' },
        'inbox-port': { type: 'string', default: '0' },
        'portal-port': { type: 'string', default: '0' },
        's3-port': { type: 'string', default: '0' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} (--help says more)`);
  }
}

function port(name: string, value: string): number {
  return wholeNumber(name, value, 65_535);
}

function wholeNumber(name: string, value: string, max: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number <= max) return number;
  throw new UsageError(`--${name} takes a whole number up to ${max}, not "${value}" (--help says more)`);
}
