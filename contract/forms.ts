import Type, { type Static } from 'typebox'
import {
  ById,
  defineEvents,
  defineRoutes,
  Id,
  Instant,
  Locale,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Text,
} from './kit.ts'

export const fieldTypes = [
  'text',
  'long_text',
  'email',
  'phone',
  'number',
  'date',
  'select',
  'multi_select',
  'checkbox',
  'hidden',
] as const
/** What a field fills in on the contact; `custom` keeps it among the custom fields whatever its key is. */
export const fieldTargets = [
  'email',
  'phone',
  'full_name',
  'first_name',
  'last_name',
  'job_title',
  'company',
  'country',
  'region',
  'city',
  'language',
  'custom',
] as const
export type FieldType = (typeof fieldTypes)[number]
export type FieldTarget = (typeof fieldTargets)[number]

export const FormField = Type.Object({
  key: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{0,59}$' }),
  type: OneOf(fieldTypes),
  label: Text(300),
  required: Type.Optional(Type.Boolean()),
  options: Type.Optional(Type.Array(Type.Object({ value: Text(200), label: Text(300) }), { maxItems: 200 })),
  placeholder: Type.Optional(Text(300, 0)),
  help: Type.Optional(Text(1000, 0)),
  /** What the field holds before anybody types; hidden fields send it as it is. */
  value: Type.Optional(Text(2000, 0)),
  mapsTo: Type.Optional(OneOf(fieldTargets)),
  /** Step in which the field is asked, from 1. */
  step: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
})
export type FormField = Static<typeof FormField>

export const FormConsent = Type.Object({
  purpose: Type.String({ pattern: '^[a-z][a-z0-9_]{0,59}$' }),
  /** The exact words that a visitor accepts; kept with every consent. */
  text: Text(4000),
  required: Type.Optional(Type.Boolean()),
})
export type FormConsent = Static<typeof FormConsent>

const content = {
  fields: Type.Array(FormField, { minItems: 1, maxItems: 60 }),
  consents: Type.Array(FormConsent, { maxItems: 10 }),
  steps: Type.Array(Type.Object({ title: Text(120) }), { maxItems: 10 }),
  /** Heading above the fields; the form's name when absent. */
  title: Nullable(Text(200, 0)),
  intro: Nullable(Text(4000, 0)),
  submitLabel: Nullable(Text(80, 0)),
  thankYou: Nullable(Text(4000, 0)),
  redirectUrl: Nullable(Text(2000, 0)),
  /** Language of the form's own words; null: the visitor's. */
  locale: Nullable(Locale),
  /** Country whose national phone numbers people type. */
  phoneCountry: Nullable(Type.String({ pattern: '^[A-Z]{2}$' })),
  brandColor: Nullable(Type.String({ pattern: '^#[0-9a-fA-F]{6}$' })),
  logoUrl: Nullable(Text(2000, 0)),
  privacyUrl: Nullable(Text(2000, 0)),
}
const { fields, ...optional } = content
/** What a version of a form keeps: everything that a visitor sees or that decides what an answer means. */
export const FormDefinition = Type.Object(content)
export type FormDefinition = Static<typeof FormDefinition>

export const formStates = ['draft', 'published', 'archived'] as const
const FormState = OneOf(formStates)

const settings = {
  name: Text(200),
  /** Sending it is asking for sales: the contact is handed over whatever its score. */
  handRaise: Type.Boolean(),
  campaignId: Nullable(Id),
  contentId: Nullable(Id),
}

export const Form = Type.Object({
  id: Id,
  ...settings,
  state: FormState,
  ...content,
  formVersion: Type.Integer(),
  publicUrl: Type.String(),
  version: Type.Integer(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type Form = Static<typeof Form>

export const FormRow = Type.Object({
  id: Id,
  name: Type.String(),
  state: FormState,
  handRaise: Type.Boolean(),
  formVersion: Type.Integer(),
  publicUrl: Type.String(),
  submissions: Type.Integer(),
  lastSubmissionAt: Nullable(Instant),
  version: Type.Integer(),
  createdAt: Instant,
  updatedAt: Instant,
})

const Answers = Type.Record(Type.String(), Type.Unknown())
export const FormSubmission = Type.Object({
  id: Id,
  contactId: Id,
  contact: Nullable(
    Type.Object({
      fullName: Type.String(),
      email: Nullable(Type.String()),
      temperature: Type.String(),
      deleted: Type.Boolean(),
    }),
  ),
  formVersion: Type.Integer(),
  fields: Answers,
  handRaise: Type.Boolean(),
  pageUrl: Nullable(Type.String()),
  referrer: Nullable(Type.String()),
  utm: Nullable(Type.Record(Type.String(), Type.String())),
  language: Nullable(Type.String()),
  at: Instant,
})

const FormStats = Type.Object({
  views: Type.Integer(),
  starts: Type.Integer(),
  submissions: Type.Integer(),
  /** Submissions that the spam protection kept out. */
  spam: Type.Integer(),
  /** Submissions by views, 0 to 1; null without views. */
  conversionRate: Nullable(Type.Number()),
  days: Type.Array(
    Type.Object({
      day: Type.String({ format: 'date' }),
      views: Type.Integer(),
      starts: Type.Integer(),
      submissions: Type.Integer(),
    }),
  ),
})

export const formsRoutes = defineRoutes({
  'GET /forms': {
    summary: 'Forms of the workspace',
    can: 'forms.read',
    query: pagingWith({
      q: Type.Optional(Text(200)),
      state: Type.Optional(Type.Array(FormState, { maxItems: 3 })),
      sort: Type.Optional(OneOf(['createdAt', '-createdAt', 'name', '-name'] as const)),
    }),
    reply: PageOf(FormRow),
  },
  'POST /forms': {
    summary: 'Create a form, published at once unless it says draft',
    can: 'forms.write',
    body: Type.Object({
      name: settings.name,
      handRaise: Type.Optional(settings.handRaise),
      campaignId: Type.Optional(settings.campaignId),
      contentId: Type.Optional(settings.contentId),
      state: Type.Optional(OneOf(['draft', 'published'] as const)),
      fields,
      ...Type.Partial(Type.Object(optional)).properties,
    }),
    reply: Form,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'POST /forms/preview': {
    summary: 'The public page of a form as it is being built',
    can: 'forms.read',
    body: Type.Object({
      name: Text(200, 0),
      viewLocale: Locale,
      fields: Type.Array(FormField, { maxItems: 60 }),
      ...Type.Partial(Type.Object(optional)).properties,
    }),
    reply: Type.Object({ html: Type.String() }),
    status: 200,
  },
  'GET /forms/:id': {
    summary: 'A form with its version in force',
    can: 'forms.read',
    params: ById,
    reply: Form,
    versioned: true,
  },
  'PATCH /forms/:id': {
    summary: 'Change a form; what visitors see becomes a new version',
    can: 'forms.write',
    params: ById,
    body: Type.Partial(Type.Object({ ...settings, ...content })),
    reply: Form,
    versioned: true,
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /forms/:id': {
    summary: 'Delete a form; its submissions stay with the contacts',
    can: 'forms.write',
    params: ById,
  },
  'POST /forms/:id/restoration': {
    summary: 'Take a deletion back',
    can: 'forms.write',
    params: ById,
    reply: Form,
    versioned: true,
  },
  'POST /forms/:id/publication': {
    summary: 'Open the public address',
    can: 'forms.write',
    params: ById,
    body: Type.Object({}),
    reply: Form,
    versioned: true,
  },
  'DELETE /forms/:id/publication': {
    summary: 'Close the public address',
    can: 'forms.write',
    params: ById,
    reply: Form,
    versioned: true,
    problems: ['form_not_published'],
  },
  'GET /forms/:id/submissions': {
    summary: 'What visitors sent, newest first',
    can: 'forms.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(FormSubmission),
  },
  'GET /forms/:id/stats': {
    summary: 'Views, starts, submissions and conversion of the last days',
    can: 'forms.read',
    params: ById,
    query: Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, default: 30 })) }),
    reply: FormStats,
  },
})

export const formsEvents = defineEvents({
  'form.created': Type.Object({ formId: Id, formName: Type.String() }),
  'form.updated': Type.Object({ formId: Id, formName: Type.String(), formVersion: Type.Integer() }),
  'form.published': Type.Object({ formId: Id, formName: Type.String(), formVersion: Type.Integer() }),
  'form.unpublished': Type.Object({ formId: Id, formName: Type.String() }),
  'form.deleted': Type.Object({ formId: Id, formName: Type.String() }),
  'form.restored': Type.Object({ formId: Id, formName: Type.String() }),
  'form.submitted': Type.Object({
    formId: Id,
    formName: Type.String(),
    submissionId: Id,
    subjectId: Id,
    handRaise: Type.Boolean(),
  }),
})
