/** Contacts that are one person: found, merged, separated again. */
import Type from 'typebox'
import { Contact, listed, Maybe } from './contacts.ts'
import { ById, defineEvents, defineRoutes, Id, Instant, OneOf, PageOf, Paging } from './kit.ts'

const Brief = Type.Object({ ...listed, region: Maybe })
export const mergeFields = [
  'email',
  'phone',
  'fullName',
  'firstName',
  'lastName',
  'jobTitle',
  'companyId',
  'country',
  'region',
  'city',
  'language',
  'ownerId',
] as const

export const contactMergesRoutes = defineRoutes({
  'GET /contacts/duplicates': {
    summary: 'Pairs of contacts that may be one person',
    can: 'contacts.read',
    query: Paging,
    reply: PageOf(
      Type.Object({
        id: Type.String(),
        reason: OneOf(['phone', 'external', 'name', 'email', 'told'] as const),
        at: Instant,
        contact: Brief,
        other: Brief,
      }),
    ),
  },
  'POST /contacts/duplicates/dismissal': {
    summary: 'Two contacts that are not the same person',
    can: 'contacts.merge',
    body: Type.Object({ contactId: Id, otherId: Id }),
  },
  'GET /contacts/:id/merge': {
    summary: 'What a merge with another contact would do: who would stay, and which values differ',
    can: 'contacts.merge',
    params: ById,
    query: Type.Object({ duplicateId: Id }),
    reply: Type.Object({
      survivorId: Id,
      mergedId: Id,
      fields: Type.Array(Type.Object({ field: OneOf(mergeFields), survivor: Maybe, merged: Maybe })),
    }),
    problems: ['contact_already_merged', 'contact_erased', 'invalid_request'],
  },
  'POST /contacts/:id/merge': {
    summary: 'Make two contacts one; the known one stays unless told',
    can: 'contacts.merge',
    params: ById,
    body: Type.Object({
      duplicateId: Id,
      survivorId: Type.Optional(Id),
      /** Fields whose value is taken from the contact that goes. */
      takeFromMerged: Type.Optional(Type.Array(OneOf(mergeFields), { maxItems: mergeFields.length })),
    }),
    status: 201,
    reply: Type.Object({ mergeId: Id, contact: Contact }),
    problems: ['contact_already_merged', 'contact_erased'],
  },
  'POST /contacts/:id/merge/:mergeId/reversal': {
    summary: 'Take a merge back exactly',
    can: 'contacts.merge',
    params: Type.Object({ id: Id, mergeId: Id }),
    reply: Type.Object({ contact: Contact, separated: Contact }),
    problems: ['merge_not_reversible', 'contact_erased'],
  },
})

const subject = { subjectId: Id }
export const contactMergesEvents = defineEvents({
  'contact.merged': Type.Object({ ...subject, mergedId: Id, mergeId: Id }),
  'contact.merge_reversed': Type.Object({ ...subject, mergedId: Id, mergeId: Id }),
  'contact.duplicate_dismissed': Type.Object({ ...subject, otherId: Id }),
})
