export {
  ask,
  emit,
  ignore,
  next,
  reject,
  type DeadLetter,
  type Emission,
  type ReasonCode,
  type StateChange,
  type Step,
} from './step.ts';
export { topicsOf } from './topics-of.ts';
export {
  type Answer,
  type PartitionFacts,
  type Context,
  type Handler,
  type Input,
  type InputRecord,
  type States,
  type StoreDefinition,
  type Timer,
  type Topology,
} from './topology.ts';
