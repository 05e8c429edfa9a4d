/** What the process says when it ends: its own answers from 0, the numbers of sysexits(3) for what went wrong. */
export const exitStatus = {
  compliant: 0,
  notCompliant: 1,
  cannotTell: 2,
  nothingApplicable: 3,
  wrongUsage: 64,
  nothingReadable: 66,
  ourFault: 70,
  interrupted: 130,
} as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
