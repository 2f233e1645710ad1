/** Which module writes a table. Anybody may read; only the owner writes. */
export const owners: Record<string, string> = {
  activity: 'activities',
  api_key: 'accounts',
  company: 'companies',
  company_identity: 'companies',
  consent: 'contacts',
  contact: 'contacts',
  contact_merge: 'contacts',
  deal: 'deals',
  department: 'accounts',
  duplicate_candidate: 'contacts',
  duplicate_sweep: 'contacts',
  event: 'kernel',
  export: 'platform',
  favourite: 'views',
  file: 'platform',
  form: 'forms',
  form_day: 'forms',
  form_submission: 'forms',
  form_submission_key: 'forms',
  form_version: 'forms',
  handover: 'handovers',
  idempotency_key: 'kernel',
  identity: 'contacts',
  import: 'imports',
  import_rejection: 'imports',
  invitation: 'accounts',
  lifecycle_transition: 'contacts',
  mail_message: 'kernel',
  member: 'accounts',
  member_department: 'accounts',
  notification: 'platform',
  pipeline: 'deals',
  pipeline_stage: 'deals',
  role: 'accounts',
  routing_rule: 'handovers',
  saved_view: 'views',
  scoring_model: 'scoring',
  setting: 'accounts',
  suppression: 'contacts',
  task: 'activities',
  visit_day: 'tracking',
  visit_event: 'tracking',
  visit_event_key: 'tracking',
  workspace: 'accounts',
}

/**
 * Writes by others that are decided: a merge moves the children of both contacts in one transaction, and housekeeping
 * prunes what has expired. This list only shrinks.
 */
export const sharedWrites: Record<string, readonly string[]> = {
  // Erasure also blanks what the ledger repeats of the person.
  contacts: ['event', 'form_submission', 'handover', 'activity', 'task', 'deal'],
  platform: ['idempotency_key', 'form_submission_key'],
}
