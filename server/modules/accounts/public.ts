export { migrateAuth } from './auth.ts'
export { authenticate } from './authenticate.ts'
export { type CreatedWorkspace, createWorkspace, type DepartmentKey } from './create-workspace.ts'
export { type Seed, seedWorkspace, setSeeds } from './seeds.ts'
