import { importsRoutes } from '#contract/imports.ts'
import { defineModule } from '#kernel/module.ts'
import { cancelImport, saveMapping, startImport } from './change.ts'
import { previewImport } from './preview.ts'
import { receiveImport } from './receive.ts'
import { listImports, selectImport, toRecord } from './records.ts'
import { listRejections, sendErrorFile } from './rejections.ts'
import { runImport } from './run/run-import.ts'

export default defineModule({
  name: 'imports',
  routes: importsRoutes,
  handlers: {
    'GET /imports': listImports,
    'POST /imports': receiveImport,
    'GET /imports/:id': async ({ db, actor }, { params }) =>
      toRecord(db, actor.workspaceId, await selectImport(db, actor.workspaceId, params.id)),
    'PUT /imports/:id/mapping': saveMapping,
    'POST /imports/:id/preview': previewImport,
    'POST /imports/:id/start': startImport,
    'POST /imports/:id/cancel': cancelImport,
    'GET /imports/:id/rejections': listRejections,
    'GET /imports/:id/error-file': sendErrorFile,
  },
  jobs: [runImport],
})
