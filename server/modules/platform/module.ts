import { platformRoutes } from '#contract/platform.ts'
import { defineModule } from '#kernel/module.ts'
import { listEventNames, listEvents } from './events.ts'
import { cancelExport, listExports, readExport, requestExport } from './exports/handlers.ts'
import { runExport } from './exports/run-export.ts'
import { downloadFile } from './files.ts'
import { housekeeping } from './housekeeping.ts'
import { listJobs, removeJob, retryJob } from './jobs.ts'
import { openLive } from './live.ts'
import { mailNotifications } from './mail-notifications.ts'
import { listMailbox, mailboxStatus, readMessage, resendMessage } from './mailbox.ts'
import {
  countNotifications,
  listNotifications,
  markAllDone,
  markDone,
  markRead,
  reopen,
  snooze,
} from './notifications.ts'

export default defineModule({
  name: 'platform',
  routes: platformRoutes,
  handlers: {
    'GET /live': openLive,
    'GET /notifications': listNotifications,
    'GET /notifications/count': countNotifications,
    'POST /notifications/all-done': markAllDone,
    'POST /notifications/:id/reading': markRead,
    'POST /notifications/:id/done': markDone,
    'DELETE /notifications/:id/done': reopen,
    'POST /notifications/:id/snooze': snooze,
    'GET /events': listEvents,
    'GET /events/names': listEventNames,
    'GET /jobs': listJobs,
    'POST /jobs/:id/retry': retryJob,
    'DELETE /jobs/:id': removeJob,
    'GET /mailbox': listMailbox,
    'GET /mailbox/status': mailboxStatus,
    'GET /mailbox/:id': readMessage,
    'POST /mailbox/:id/resend': resendMessage,
    'GET /exports': listExports,
    'POST /exports': requestExport,
    'GET /exports/:id': readExport,
    'POST /exports/:id/cancellation': cancelExport,
    'GET /files/:id': downloadFile,
  },
  jobs: [mailNotifications, runExport, housekeeping],
  every: [{ job: housekeeping, minutes: 24 * 60 }],
})
