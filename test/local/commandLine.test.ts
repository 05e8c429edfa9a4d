import { describe, expect, it } from 'vitest';
import { readCommandLine, UsageError } from '../../local/commandLine.ts';

const byDefault = {
  once: false,
  drop: [],
  samples: true,
  timeoutSeconds: 180,
  keep: false,
  verbose: false,
  ports: { upload: 0, inbox: 0, portal: 0, messaging: 0 },
};

describe('the command line of npm start', () => {
  it('drops the samples, on free ports, and goes on serving', () => {
    expect(readCommandLine([])).toEqual(byDefault);
  });

  it('drops given folders instead of the samples', () => {
    const given = ['--once', '--drop', 'a', '--drop', 'b', '--timeout', '30', '--port', '8080'];
    expect(readCommandLine(given)).toEqual({
      ...byDefault,
      once: true,
      drop: ['a', 'b'],
      samples: false,
      timeoutSeconds: 30,
      ports: { ...byDefault.ports, upload: 8080 },
    });
  });

  it.each([
    [['--prot', '1']],
    [['--port', 'x']],
    [['--port', '70000']],
    [['stray']],
    [['--timeout', '-1']],
  ])('that cannot be understood is a usage error: %j', (args) => {
    expect(() => readCommandLine(args)).toThrow(UsageError);
  });
});
