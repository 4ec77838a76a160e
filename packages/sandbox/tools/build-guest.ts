import { writeFileSync } from 'node:fs';

import { bundleGuest, guestFile } from './bundle-guest.ts';

writeFileSync(guestFile, await bundleGuest());
