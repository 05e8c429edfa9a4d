import { App } from 'aws-cdk-lib';
import { MsMriCheckStack, readSettings } from './index.ts';

const app = new App();
new MsMriCheckStack(app, 'MsMriCheck', {
  settings: readSettings(app.node),
  description: 'ms-mri-check: was this MS MRI acquired the way current guidelines ask?',
});
