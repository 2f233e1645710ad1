import { sql } from 'kysely'
import { dueWithin, flag, ids, oneOf, own, since, until } from './filters.ts'
import type { ExportColumn, ExportFilter, ExportSource } from './source.ts'

const text = (key: string, expression: string): ExportColumn => ({ key, kind: 'text', expression })
const instant = (key: string, expression: string): ExportColumn => ({ key, kind: 'instant', expression })
const word = (key: string, expression: string, words: string): ExportColumn => ({
  key,
  kind: 'word',
  expression,
  words,
})

/** Assigned to me, or to nobody yet in one of my departments: what the list calls mine. */
const myTasks: ExportFilter = (value, { workspaceId, memberId }) =>
  String(value) !== 'true'
    ? sql<boolean>`true`
    : sql<boolean>`(t.assignee_id = ${memberId} or (t.assignee_id is null and exists (select 1 from member_department md
        where md.workspace_id = ${workspaceId} and md.member_id = ${memberId} and md.department_id = t.department_id)))`

export const tasks: ExportSource = {
  list: 'tasks',
  permission: 'exports.create',
  columns: [
    text('id', 't.id'),
    text('title', 't.title'),
    text('body', 't.body'),
    word('taskKind', 't.kind', 'platform.words.taskKind'),
    word('taskState', 't.state', 'platform.words.taskState'),
    word('priority', 't.priority', 'platform.words.priority'),
    instant('dueAt', 't.due_at'),
    text('assignee', 'm.full_name'),
    text('department', 'dep.name'),
    text('contact', 'c.full_name'),
    text('company', 'co.name'),
    text('deal', 'd.name'),
    instant('doneAt', 't.done_at'),
    instant('createdAt', 't.created_at'),
  ],
  from: (workspaceId) => sql`task t
    left join member m on m.workspace_id = ${workspaceId} and m.id = t.assignee_id
    left join department dep on dep.workspace_id = ${workspaceId} and dep.id = t.department_id
    left join contact c on c.workspace_id = ${workspaceId} and c.subject_id = t.subject_id and c.deleted_at is null
    left join company co on co.workspace_id = ${workspaceId} and co.id = t.company_id
    left join deal d on d.workspace_id = ${workspaceId} and d.id = t.deal_id`,
  where: (workspaceId) => sql`t.workspace_id = ${workspaceId} and t.deleted_at is null`,
  id: 't.id',
  order: 't.created_at desc, t.id desc',
  filters: {
    state: oneOf('t.state'),
    mine: myTasks,
    due: dueWithin('t.due_at'),
    kind: oneOf('t.kind'),
    priority: oneOf('t.priority'),
    assigneeId: ids('t.assignee_id'),
    departmentId: ids('t.department_id'),
    contactId: ids('t.subject_id'),
    companyId: ids('t.company_id'),
    dealId: ids('t.deal_id'),
    dueFrom: since('t.due_at'),
    dueTo: until('t.due_at'),
    createdFrom: since('t.created_at'),
    createdTo: until('t.created_at'),
  },
}

export const handovers: ExportSource = {
  list: 'handovers',
  permission: 'contacts.export',
  columns: [
    text('id', 'h.id'),
    text('contact', 'c.full_name'),
    text('email', 'c.email'),
    text('phone', 'c.phone'),
    text('company', 'co.name'),
    word('handoverState', 'h.state', 'platform.words.handoverState'),
    word('temperature', 'h.temperature', 'kit.temperature'),
    { key: 'score', kind: 'number', expression: 'h.score' },
    { key: 'handRaise', kind: 'boolean', expression: 'h.hand_raise' },
    text('assignee', 'm.full_name'),
    instant('requestedAt', 'h.requested_at'),
    instant('assignedAt', 'h.assigned_at'),
    instant('dueAt', 'h.due_at'),
    instant('firstTouchAt', 'h.first_touch_at'),
    instant('decidedAt', 'h.decided_at'),
    word('rejectionReason', 'h.rejection_reason', 'platform.words.rejectionReason'),
    text('note', 'h.note'),
  ],
  from: (workspaceId) => sql`handover h
    left join contact c on c.workspace_id = ${workspaceId} and c.subject_id = h.subject_id and c.erased_at is null
    left join company co on co.workspace_id = ${workspaceId} and co.id = c.company_id
    left join member m on m.workspace_id = ${workspaceId} and m.id = h.assignee_id`,
  where: (workspaceId) => sql`h.workspace_id = ${workspaceId}`,
  id: 'h.id',
  order: 'h.requested_at desc, h.id desc',
  filters: {
    state: oneOf('h.state'),
    mine: own('h.assignee_id'),
    temperature: oneOf('h.temperature'),
    assigneeId: ids('h.assignee_id'),
    unassigned: flag('h.assignee_id is null'),
    handRaise: flag('h.hand_raise'),
    reason: oneOf('h.rejection_reason'),
    rejectionReason: oneOf('h.rejection_reason'),
    contactId: ids('h.subject_id'),
    requestedFrom: since('h.requested_at'),
    requestedTo: until('h.requested_at'),
  },
}

export const submissions: ExportSource = {
  list: 'submissions',
  permission: 'contacts.export',
  columns: [
    text('id', 's.id'),
    instant('submittedAt', 's.at'),
    text('form', 'f.name'),
    { key: 'formVersion', kind: 'number', expression: 's.form_version' },
    text('contact', 'c.full_name'),
    text('email', 'c.email'),
    { key: 'handRaise', kind: 'boolean', expression: 's.hand_raise' },
    text('pageUrl', 's.page_url'),
    text('referrer', 's.referrer'),
    text('utmSource', "s.utm ->> 'source'"),
    text('utmMedium', "s.utm ->> 'medium'"),
    text('utmCampaign', "s.utm ->> 'campaign'"),
    text('language', 's.language'),
  ],
  from: (workspaceId) => sql`form_submission s
    join form f on f.workspace_id = ${workspaceId} and f.id = s.form_id
    left join contact c on c.workspace_id = ${workspaceId} and c.subject_id = s.subject_id and c.erased_at is null`,
  where: (workspaceId) => sql`s.workspace_id = ${workspaceId}`,
  id: 's.id',
  order: 's.at desc, s.id desc',
  freeFields: { table: 'form_submission', alias: 's', column: 'fields' },
  filters: {
    formId: ids('s.form_id'),
    contactId: ids('s.subject_id'),
    from: since('s.at'),
    to: until('s.at'),
    atFrom: since('s.at'),
    atTo: until('s.at'),
  },
}
