export { setProjectCoverage } from './coverage-reader.ts'
export { type FoundProject, findProject, requireProject } from './find-project.ts'
export { createProject } from './write-project.ts'
