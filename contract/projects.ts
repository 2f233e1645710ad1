import Type, { type Static } from 'typebox'
import {
  ById,
  Changes,
  defineEvents,
  defineRoutes,
  Id,
  Instant,
  LocalDate,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Text,
} from './kit.ts'

export const projectStates = ['active', 'closed'] as const
export const projectParts = ['meetings', 'checklist', 'training'] as const
export const projectSorts = ['name', 'createdAt'] as const

const State = OneOf(projectStates)
/** What a project lives from; at least one. The others are not asked for and do not count against it. */
export const RunsOn = Type.Object({ meetings: Type.Boolean(), checklist: Type.Boolean(), training: Type.Boolean() })
export type RunsOn = Static<typeof RunsOn>
/** Who answers for a department in the project. */
const Owner = Type.Object({ departmentId: Id, memberId: Id })

export const Project = Type.Object({
  id: Id,
  name: Type.String(),
  purpose: Type.String(),
  state: State,
  runsOn: RunsOn,
  departmentIds: Type.Array(Id),
  owners: Type.Array(Owner),
  startsOn: Nullable(LocalDate),
  endsOn: Nullable(LocalDate),
  closedAt: Nullable(Instant),
  version: Type.Integer(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type Project = Static<typeof Project>

const Share = Type.Number({ minimum: 0, maximum: 1 })
/** How each part stands; null where the project does not run on it. */
export const ProjectStanding = Type.Object({
  meetings: Nullable(
    Type.Object({
      series: Type.Integer(),
      upcoming: Type.Integer(),
      nextAt: Nullable(Instant),
      held: Type.Integer(),
      openActions: Type.Integer(),
    }),
  ),
  checklist: Nullable(Type.Object({ items: Type.Integer(), stale: Type.Integer(), mandatoryStale: Type.Integer() })),
  training: Nullable(
    Type.Object({ trainings: Type.Integer(), upcomingSessions: Type.Integer(), coverage: Nullable(Share) }),
  ),
  goals: Type.Integer(),
  ideas: Type.Integer(),
  conflicts: Type.Integer(),
})
export type ProjectStanding = Static<typeof ProjectStanding>

const Departments = Type.Array(Id, { minItems: 1, maxItems: 20 })
const Owners = Type.Array(Owner, { maxItems: 20 })
const purpose = Type.String({ maxLength: 4000 })
const day = Type.Optional(Nullable(LocalDate))
const one = { can: 'projects.write', params: ById, reply: Project, versioned: true } as const

export const projectsRoutes = defineRoutes({
  'GET /projects': {
    summary: 'Projects by filters, sorted and paged',
    can: 'projects.read',
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      state: Type.Optional(Type.Array(State, { maxItems: 2 })),
      runsOn: Type.Optional(Type.Array(OneOf(projectParts), { maxItems: 3 })),
      departmentId: Type.Optional(Id),
      ownerId: Type.Optional(Id),
      sort: Type.Optional(OneOf([...projectSorts, ...projectSorts.map((sort) => `-${sort}` as const)])),
    }),
    reply: PageOf(Project),
  },
  'POST /projects': {
    summary: 'Begin a project; it may run on meetings, on a checklist, on training, or on any of them',
    can: 'projects.write',
    body: Type.Object({
      name: Text(200),
      purpose: Type.Optional(purpose),
      /** Default: Marketing and Sales. */
      departmentIds: Type.Optional(Departments),
      owners: Type.Optional(Owners),
      /** Default: all of it. */
      runsOn: Type.Optional(RunsOn),
      startsOn: day,
      endsOn: day,
    }),
    reply: Project,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'GET /projects/:id': {
    summary: 'A project',
    can: 'projects.read',
    params: ById,
    reply: Project,
    versioned: true,
  },
  'GET /projects/:id/standing': {
    summary: 'What a project runs on and how each part stands',
    can: 'projects.read',
    params: ById,
    reply: ProjectStanding,
  },
  'PATCH /projects/:id': {
    ...one,
    summary: 'Change a project; parts may be switched on and off at any time',
    body: Type.Object({
      name: Type.Optional(Text(200)),
      purpose: Type.Optional(purpose),
      departmentIds: Type.Optional(Departments),
      owners: Type.Optional(Owners),
      runsOn: Type.Optional(RunsOn),
      startsOn: day,
      endsOn: day,
    }),
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /projects/:id': {
    summary: 'Delete a project; what was done in it stays',
    can: 'projects.write',
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /projects/:id/restoration': { ...one, summary: 'Bring a deleted project back' },
  'POST /projects/:id/closure': { ...one, summary: 'Close a project', problems: ['precondition_failed'] },
  'DELETE /projects/:id/closure': { ...one, summary: 'Open a closed project again', problems: ['precondition_failed'] },
})

const facts = { projectId: Id, projectName: Type.String() }
export const projectsEvents = defineEvents({
  'project.created': Type.Object(facts),
  'project.updated': Type.Object({ ...facts, changes: Changes }),
  'project.closed': Type.Object(facts),
  'project.reopened': Type.Object(facts),
  'project.deleted': Type.Object(facts),
  'project.restored': Type.Object(facts),
})
