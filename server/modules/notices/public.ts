export { acknowledge } from './acknowledge.ts'
export { noticesAgenda } from './agenda.ts'
export { describeNotices } from './describe.ts'
export { createNotice } from './write-notice.ts'
