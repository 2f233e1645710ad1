export { dropAnswer } from './answer.ts'
export { perceptionBetween, perceptionOf } from './perception.ts'
export { closeEarly, startPulse } from './run-pulse.ts'
