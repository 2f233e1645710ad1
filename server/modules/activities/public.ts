export { createTasks, type NewTask } from './create-tasks.ts'
