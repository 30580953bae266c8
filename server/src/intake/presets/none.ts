import { none } from '@millrace/shared/intake/none';
import { implementPreset, verified } from '../verifier.ts';

export const noneVerifier = implementPreset(none, () => verified(null));
