import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { TransientError } from '@millrace/errors';

/**
 * Takes a folder for this process alone; gives what returns it. The lock is the kernel's own, on a file of the folder (Node reaches
 * it through SQLite), so it ends with the process however that ends. Throws TransientError while another process holds it.
 */
export function lockFolder(folder: string): () => void {
  const file = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  try {
    file.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    file.close();
    throw new TransientError('spool-unavailable', `another process uses the spool in ${folder}`, { cause });
  }
  return () => {
    file.close();
  };
}
