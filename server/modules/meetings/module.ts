import { calendarFeedsRoutes, publicCalendarFeedsRoutes } from '#contract/calendar-feeds.ts'
import { meetingSeriesRoutes } from '#contract/meeting-series.ts'
import { meetingsRoutes } from '#contract/meetings.ts'
import { meetingsPartsRoutes } from '#contract/meetings-parts.ts'
import { defineModule } from '#kernel/module.ts'
import { readAgenda } from './agenda/read-agenda.ts'
import { addMatter, changeMatter, orderMatters, refreshAgenda, removeMatter } from './agenda/write-agenda.ts'
import { createFeed, listFeeds, revokeFeed, serveFeed, serveMeeting } from './calendar/feeds.ts'
import { sendInvitations } from './calendar/invite.ts'
import { cancelMeeting, changeMeeting, uncancelMeeting } from './change-meeting.ts'
import { createMeeting } from './create-meeting.ts'
import { answerInvitation, giveChair } from './invited.ts'
import { listMeetings } from './list-meetings.ts'
import { agree, listActions, removeAction } from './live/actions.ts'
import { noteAttendance } from './live/attendance.ts'
import { closeMeeting } from './live/close.ts'
import { decide, listDecisions, removeDecision } from './live/decisions.ts'
import { giveInput, listInputs, removeInput } from './live/inputs.ts'
import { sendMinutes } from './live/minutes.ts'
import { moveOn } from './live/move-on.ts'
import { startMeeting } from './live/start.ts'
import { readNext } from './next-meeting.ts'
import { readMeeting } from './read-meeting.ts'
import { remindOfMeetings } from './remind.ts'
import { searchMeetings } from './search-meetings.ts'
import { changeSeries } from './series/change-series.ts'
import { createSeries, previewRule } from './series/create-series.ts'
import { deleteSeries, endSeries, restoreSeries } from './series/end-series.ts'
import { layOutAhead } from './series/lay-out.ts'
import { replaceLeader } from './series/leaders.ts'
import { listSeries } from './series/list-series.ts'
import { requireSeries, toSeries } from './series/select-series.ts'

export default defineModule({
  name: 'meetings',
  routes: { ...meetingSeriesRoutes, ...meetingsRoutes, ...calendarFeedsRoutes, ...meetingsPartsRoutes },
  handlers: {
    'GET /meeting-series': (ctx, { query }) => listSeries(ctx, query),
    'POST /meeting-series': (ctx, { body }) => createSeries(ctx, body),
    'POST /meeting-series/preview': (ctx, { body }) => previewRule(ctx, body),
    'GET /meeting-series/:id': async ({ db, actor, clock }, { params }) => {
      const at = clock.now()
      return toSeries(await requireSeries(db, actor.workspaceId, params.id, at), at)
    },
    'PATCH /meeting-series/:id': (ctx, { params, body }) => changeSeries(ctx, params.id, body),
    'POST /meeting-series/:id/ending': (ctx, { params, body }) => endSeries(ctx, params.id, body),
    'DELETE /meeting-series/:id': (ctx, { params }) => deleteSeries(ctx, params.id),
    'POST /meeting-series/:id/restoration': (ctx, { params }) => restoreSeries(ctx, params.id),
    'GET /meetings': (ctx, { query }) => listMeetings(ctx, query),
    'POST /meetings': (ctx, { body }) => createMeeting(ctx, body),
    'GET /meetings/next': (ctx, { query }) => readNext(ctx, query),
    'GET /meetings/search': searchMeetings,
    'GET /meetings/:id': (ctx, { params }) => readMeeting(ctx.db, ctx, params.id),
    'PATCH /meetings/:id': (ctx, { params, body }) => changeMeeting(ctx, params.id, body),
    'POST /meetings/:id/cancellation': (ctx, { params, body }) => cancelMeeting(ctx, params.id, body.reason ?? null),
    'DELETE /meetings/:id/cancellation': (ctx, { params }) => uncancelMeeting(ctx, params.id),
    'PUT /meetings/:id/rsvp': (ctx, { params, body }) => answerInvitation(ctx, params.id, body.answer),
    'PUT /meetings/:id/leader': (ctx, { params, body }) => giveChair(ctx, params.id, body.memberId),
    'PUT /meetings/:id/attendance': (ctx, { params, body }) => noteAttendance(ctx, params.id, body),
    'POST /meetings/:id/start': (ctx, { params }) => startMeeting(ctx, params.id),
    'POST /meetings/:id/close': (ctx, { params }) => closeMeeting(ctx, params.id),
    'GET /meetings/:id/calendar': (ctx, { params }) => serveMeeting(ctx, params.id),
    'GET /meetings/:id/agenda': (ctx, { params }) => readAgenda(ctx.db, ctx, params.id),
    'POST /meetings/:id/agenda': (ctx, { params, body }) => addMatter(ctx, params.id, body),
    'PUT /meetings/:id/agenda/order': (ctx, { params, body }) => orderMatters(ctx, params.id, body.keys),
    'POST /meetings/:id/agenda/refresh': (ctx, { params }) => refreshAgenda(ctx, params.id),
    'PATCH /meetings/:id/agenda/:key': (ctx, { params, body }) => changeMatter(ctx, params.id, params.key, body),
    'DELETE /meetings/:id/agenda/:key': (ctx, { params }) => removeMatter(ctx, params.id, params.key),
    'PUT /meetings/:id/current': (ctx, { params, body }) => moveOn(ctx, params.id, body.agendaItemId),
    'GET /meetings/:id/inputs': (ctx, { params }) => listInputs(ctx, params.id),
    'POST /meetings/:id/inputs': (ctx, { params, body }) => giveInput(ctx, params.id, body),
    'DELETE /meetings/:id/inputs/:inputId': (ctx, { params }) => removeInput(ctx, params.id, params.inputId),
    'GET /meetings/:id/decisions': (ctx, { params }) => listDecisions(ctx, params.id),
    'POST /meetings/:id/decisions': (ctx, { params, body }) => decide(ctx, params.id, body),
    'DELETE /meetings/:id/decisions/:decisionId': (ctx, { params }) =>
      removeDecision(ctx, params.id, params.decisionId),
    'GET /meetings/:id/actions': (ctx, { params }) => listActions(ctx, params.id),
    'POST /meetings/:id/actions': (ctx, { params, body }) => agree(ctx, params.id, body),
    'DELETE /meetings/:id/actions/:actionId': (ctx, { params }) => removeAction(ctx, params.id, params.actionId),
    'GET /calendar-feeds': listFeeds,
    'POST /calendar-feeds': (ctx, { body }) => createFeed(ctx, body),
    'DELETE /calendar-feeds/:id': (ctx, { params }) => revokeFeed(ctx, params.id),
  },
  publicRoutes: publicCalendarFeedsRoutes,
  publicHandlers: { 'GET /cal/:file': serveFeed },
  jobs: [layOutAhead, remindOfMeetings, sendInvitations, sendMinutes, replaceLeader],
  on: { 'member.removed': [replaceLeader] },
  every: [
    { job: layOutAhead, minutes: 360 },
    { job: remindOfMeetings, minutes: 30 },
  ],
})
