export { ideasAgenda } from './agenda.ts'
export { noteResult, setExperiment } from './move-idea.ts'
export { vote } from './vote.ts'
export { createIdea } from './write-idea.ts'
