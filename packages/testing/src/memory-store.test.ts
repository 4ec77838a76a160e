import { describe, expect, it } from '@jest/globals';

import { createMemoryStore } from './memory-store.ts';
import { describePartitionStore } from './partition-store-contract.ts';

describePartitionStore({ describe, expect, it }, 'memory', async () => createMemoryStore());
