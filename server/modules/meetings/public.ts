export {
  type AgendaCandidate,
  type AgendaScope,
  type AgendaSource,
  type Cadence,
  registerAgendaSource,
} from './agenda-source.ts'
export { type Lock, type LockScope, type LockSource, registerLock } from './locks.ts'
