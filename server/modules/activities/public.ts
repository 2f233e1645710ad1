export { cancelTasks } from './cancel-tasks.ts'
export { completeTasks } from './complete-tasks.ts'
export { createTasks, type NewTask } from './create-tasks.ts'
export { logActivity } from './log-activity.ts'
