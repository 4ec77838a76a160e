import { installFasterProduce } from './faster-produce.ts';
import { stopIdleTimers } from './idle-timers.ts';
import { findLostMembers } from './lost-members.ts';
import { leaveMuteBrokers } from './mute-brokers.ts';
import { quietOffsets } from './quiet-offsets.ts';
import { rememberCoordinators } from './remembered-coordinators.ts';

let isRepaired = false;

/**
 * Replaces the parts of kafkajs that cost too much or go wrong; it is no longer maintained, so its internals stay where they are. They are
 * changed in place, for every client of the process. Idempotent.
 */
export function repairKafkajs(): void {
  if (isRepaired) return;
  isRepaired = true;
  installFasterProduce();
  stopIdleTimers();
  rememberCoordinators();
  quietOffsets();
  findLostMembers();
  leaveMuteBrokers();
}
