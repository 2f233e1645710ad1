export { glossaryAgenda } from './agenda.ts'
export { describeTerms } from './describe.ts'
export { signTerm } from './sign.ts'
export { addStarters } from './starters.ts'
