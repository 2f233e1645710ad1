import { pulseRoutes } from '#contract/pulse.ts'
import { defineModule } from '#kernel/module.ts'
import { answerPulse } from './answer.ts'
import { listPulses, readPulse, readResults } from './read-pulses.ts'
import { callOff, closeEarly, remind, startPulse } from './run-pulse.ts'
import { readSchedule, turn, writeSchedule } from './schedule.ts'

export default defineModule({
  name: 'pulse',
  routes: pulseRoutes,
  handlers: {
    'GET /pulses': (ctx, { query }) => listPulses(ctx, query),
    'POST /pulses': (ctx, { body }) => startPulse(ctx, body),
    'GET /pulses/:id': (ctx, { params }) => readPulse(ctx.db, ctx, params.id),
    'DELETE /pulses/:id': (ctx, { params }) => callOff(ctx, params.id),
    'POST /pulses/:id/answers': (ctx, { params, body }) => answerPulse(ctx, params.id, body),
    'POST /pulses/:id/closure': (ctx, { params }) => closeEarly(ctx, params.id),
    'POST /pulses/:id/reminders': (ctx, { params }) => remind(ctx, params.id),
    'GET /pulses/:id/results': (ctx, { params }) => readResults(ctx, params.id),
    'GET /pulse-schedule': (ctx) => readSchedule(ctx),
    'PUT /pulse-schedule': (ctx, { body }) => writeSchedule(ctx, body),
  },
  jobs: [turn],
  every: [{ job: turn, minutes: 15 }],
})
