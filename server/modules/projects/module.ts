import { projectsRoutes } from '#contract/projects.ts'
import { defineModule } from '#kernel/module.ts'
import { listProjects } from './list-projects.ts'
import { deleteProject, restoreProject, setClosed } from './put-away.ts'
import { readStanding } from './read-standing.ts'
import { readProject } from './select-projects.ts'
import { createProject, updateProject } from './write-project.ts'

export default defineModule({
  name: 'projects',
  routes: projectsRoutes,
  handlers: {
    'GET /projects': (ctx, { query }) => listProjects(ctx, query),
    'POST /projects': (ctx, { body }) => createProject(ctx, body),
    'GET /projects/:id': ({ db, actor }, { params }) => readProject(db, actor.workspaceId, params.id),
    'GET /projects/:id/standing': (ctx, { params }) => readStanding(ctx, params.id),
    'PATCH /projects/:id': (ctx, { params, body }) => updateProject(ctx, params.id, body),
    'DELETE /projects/:id': (ctx, { params }) => deleteProject(ctx, params.id),
    'POST /projects/:id/restoration': (ctx, { params }) => restoreProject(ctx, params.id),
    'POST /projects/:id/closure': (ctx, { params }) => setClosed(ctx, params.id, true),
    'DELETE /projects/:id/closure': (ctx, { params }) => setClosed(ctx, params.id, false),
  },
})
