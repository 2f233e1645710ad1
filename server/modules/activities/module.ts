import { activitiesRoutes } from '#contract/activities.ts'
import { defineModule } from '#kernel/module.ts'
import { deleteActivity, restoreActivity, updateActivity } from './change-activity.ts'
import { completeTask, createTask, deleteTask, postponeTasks, restoreTask, updateTask } from './change-task.ts'
import { listActivities } from './list-activities.ts'
import { listTasks } from './list-tasks.ts'
import { logActivity } from './log-activity.ts'
import { remindDueTasks } from './remind-due-tasks.ts'
import { readActivity } from './select-activities.ts'
import { readTask } from './select-tasks.ts'

export default defineModule({
  name: 'activities',
  routes: activitiesRoutes,
  handlers: {
    'GET /activities': (ctx, { query }) => listActivities(ctx, query),
    'POST /activities': (ctx, { body }) => logActivity(ctx, body),
    'GET /activities/:id': ({ db, actor }, { params }) => readActivity(db, actor.workspaceId, params.id),
    'PATCH /activities/:id': (ctx, { params, body }) => updateActivity(ctx, params.id, body),
    'DELETE /activities/:id': (ctx, { params }) => deleteActivity(ctx, params.id),
    'POST /activities/:id/restoration': (ctx, { params }) => restoreActivity(ctx, params.id),
    'GET /tasks': (ctx, { query }) => listTasks(ctx, query),
    'POST /tasks': (ctx, { body }) => createTask(ctx, body),
    'GET /tasks/:id': ({ db, actor }, { params }) => readTask(db, actor.workspaceId, params.id),
    'PATCH /tasks/:id': (ctx, { params, body }) => updateTask(ctx, params.id, body),
    'DELETE /tasks/:id': (ctx, { params }) => deleteTask(ctx, params.id),
    'POST /tasks/:id/restoration': (ctx, { params }) => restoreTask(ctx, params.id),
    'POST /tasks/:id/completion': (ctx, { params }) => completeTask(ctx, params.id, true),
    'DELETE /tasks/:id/completion': (ctx, { params }) => completeTask(ctx, params.id, false),
    'POST /tasks/postponements': (ctx, { body }) => postponeTasks(ctx, body.tasks),
  },
  jobs: [remindDueTasks],
  every: [{ job: remindDueTasks, minutes: 5 }],
})
