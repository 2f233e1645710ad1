export { acceptHandover } from './accept.ts'
export { isAttempt } from './attempts.ts'
export { askDesk, type Desk } from './open.ts'
export { handOverNew, promotionOf, qualify } from './qualify.ts'
export { rejectHandover } from './reject.ts'
export { marketingValue, pace } from './rules/marketing-value.ts'
export {
  type ClauseResult,
  DEFAULT_SLA_POLICY,
  type SlaHandover,
  type SlaPolicy,
  type SlaResult,
  slaResult,
  type Touch,
} from './rules/sla.ts'
export { adoptSlaPolicy, releaseSlaPolicy, slaPolicyOf } from './sla-policy.ts'
