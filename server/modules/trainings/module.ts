import { trainingPartsRoutes } from '#contract/training-part-routes.ts'
import { trainingsRoutes } from '#contract/trainings.ts'
import { defineModule } from '#kernel/module.ts'
import { listCompletions } from './completions/list-completions.ts'
import { noteCompletion, revokeCompletion } from './completions/note-completion.ts'
import { listMissing, readMatrix } from './coverage/read-matrix.ts'
import { listTrainings } from './list-trainings.ts'
import { addFile, sendFile } from './materials/files.ts'
import { addMaterial, changeMaterial, readMaterial, removeMaterial } from './materials/write-material.ts'
import { deleteTraining, publishTraining, restoreTraining, retireTraining } from './put-away.ts'
import { listAttempts, readAttempt, startAttempt, submitAttempt } from './quiz/attempts.ts'
import { readQuiz, removeQuiz, writeQuiz } from './quiz/write-quiz.ts'
import { readTimeline } from './read-timeline.ts'
import { readTraining } from './read-training.ts'
import { remind, tellAsked } from './remind.ts'
import { listSeats, noteAttendance } from './sessions/attendance.ts'
import { readCalendar, sendCalendar } from './sessions/calendar.ts'
import { enrol, withdraw } from './sessions/enrol.ts'
import { cancelSession, changeSession, planSession } from './sessions/plan-session.ts'
import { acceptSuggestion, dismissSuggestion, listSuggestions } from './suggestions/decide.ts'
import { createTraining, updateTraining } from './write-training.ts'

export default defineModule({
  name: 'trainings',
  routes: { ...trainingsRoutes, ...trainingPartsRoutes },
  handlers: {
    'GET /trainings': (ctx, { query }) => listTrainings(ctx, query),
    'POST /trainings': (ctx, { body }) => createTraining(ctx, body),
    'GET /trainings/matrix': (ctx, { query }) => readMatrix(ctx, query),
    'GET /trainings/missing': (ctx, { query }) => listMissing(ctx, query),
    'GET /trainings/calendar': (ctx, { query }) => readCalendar(ctx, query),
    'GET /trainings/suggestions': (ctx) => listSuggestions(ctx),
    'POST /trainings/suggestions/acceptance': (ctx, { body }) => acceptSuggestion(ctx, body.key),
    'POST /trainings/suggestions/dismissal': (ctx, { body }) => dismissSuggestion(ctx, body.key, body.reason),
    'GET /trainings/:id': (ctx, { params }) => readTraining(ctx.db, ctx.actor, ctx.clock.now(), params.id),
    'PATCH /trainings/:id': (ctx, { params, body }) => updateTraining(ctx, params.id, body),
    'DELETE /trainings/:id': (ctx, { params }) => deleteTraining(ctx, params.id),
    'POST /trainings/:id/restoration': (ctx, { params }) => restoreTraining(ctx, params.id),
    'POST /trainings/:id/publication': (ctx, { params }) => publishTraining(ctx, params.id),
    'POST /trainings/:id/retirement': (ctx, { params }) => retireTraining(ctx, params.id),
    'POST /trainings/:id/materials': (ctx, { params, body }) => addMaterial(ctx, params.id, body),
    'POST /trainings/:id/files': (ctx, { params }) => addFile(ctx, params.id),
    'GET /trainings/:id/files/:materialId': (ctx, { params }) => sendFile(ctx, params.id, params.materialId),
    'PATCH /trainings/:id/materials/:materialId': (ctx, { params, body }) =>
      changeMaterial(ctx, params.id, params.materialId, body),
    'DELETE /trainings/:id/materials/:materialId': (ctx, { params }) =>
      removeMaterial(ctx, params.id, params.materialId),
    'POST /trainings/:id/materials/:materialId/reading': (ctx, { params }) =>
      readMaterial(ctx, params.id, params.materialId),
    'GET /trainings/:id/quiz': (ctx, { params }) => readQuiz(ctx, params.id),
    'PUT /trainings/:id/quiz': (ctx, { params, body }) => writeQuiz(ctx, params.id, body),
    'DELETE /trainings/:id/quiz': (ctx, { params }) => removeQuiz(ctx, params.id),
    'GET /trainings/:id/attempts': (ctx, { params, query }) => listAttempts(ctx, params.id, query),
    'POST /trainings/:id/attempts': (ctx, { params }) => startAttempt(ctx, params.id),
    'GET /trainings/:id/attempts/:attemptId': (ctx, { params }) => readAttempt(ctx, params.id, params.attemptId),
    'POST /trainings/:id/attempts/:attemptId/submission': (ctx, { params, body }) =>
      submitAttempt(ctx, params.id, params.attemptId, body),
    'POST /trainings/:id/sessions': (ctx, { params, body }) => planSession(ctx, params.id, body),
    'PATCH /trainings/:id/sessions/:sessionId': (ctx, { params, body }) =>
      changeSession(ctx, params.id, params.sessionId, body),
    'DELETE /trainings/:id/sessions/:sessionId': (ctx, { params }) => cancelSession(ctx, params.id, params.sessionId),
    'GET /trainings/:id/sessions/:sessionId/calendar': (ctx, { params }) =>
      sendCalendar(ctx, params.id, params.sessionId),
    'GET /trainings/:id/sessions/:sessionId/seats': (ctx, { params }) => listSeats(ctx, params.id, params.sessionId),
    'POST /trainings/:id/sessions/:sessionId/seats': (ctx, { params, body }) =>
      enrol(ctx, params.id, params.sessionId, body.memberId),
    'DELETE /trainings/:id/sessions/:sessionId/seats/:memberId': (ctx, { params }) =>
      withdraw(ctx, params.id, params.sessionId, params.memberId),
    'PUT /trainings/:id/sessions/:sessionId/attendance': (ctx, { params, body }) =>
      noteAttendance(ctx, params.id, params.sessionId, body),
    'GET /trainings/:id/completions': (ctx, { params, query }) => listCompletions(ctx, params.id, query),
    'POST /trainings/:id/completions': (ctx, { params, body }) => noteCompletion(ctx, params.id, body),
    'POST /trainings/:id/completions/:completionId/revocation': (ctx, { params, body }) =>
      revokeCompletion(ctx, params.id, params.completionId, body.reason),
    'GET /trainings/:id/timeline': (ctx, { params, query }) => readTimeline(ctx, params.id, query),
  },
  jobs: [remind, tellAsked],
  on: {
    'training.published': [tellAsked],
    'training.updated': [tellAsked],
    'training.quiz_changed': [tellAsked],
  },
  every: [{ job: remind, minutes: 60 }],
})
