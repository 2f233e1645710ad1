-- Spreads the workspace tables over a Citus cluster by workspace_id. On a plain PostgreSQL it does nothing.
-- Parents first, then what refers to them, reference tables before all. Run once, as the owner, while nothing writes.
do $$
declare
  name text;
begin
  if not exists (select 1 from pg_extension where extname = 'citus') then
    return;
  end if;
  perform create_reference_table('workspace');
  foreach name in array array[
    'setting', 'department', 'role', 'member', 'member_department', 'invitation', 'api_key',
    'event', 'idempotency_key', 'file', 'mail_message', 'notification', 'saved_view', 'favourite',
    'company', 'company_identity', 'contact', 'identity', 'contact_merge', 'consent', 'suppression', 'lifecycle_transition', 'duplicate_candidate', 'duplicate_sweep',
    'scoring_model', 'routing_rule', 'handover', 'activity', 'task', 'pipeline', 'pipeline_stage', 'deal',
    'form', 'form_version', 'form_submission', 'form_submission_key', 'form_day',
    'visit_event', 'visit_event_key', 'visit_day',
    'product_family', 'product', 'product_spec', 'product_file', 'price_list', 'price', 'distribution_plan',
    'stock', 'stock_movement', 'stock_reservation', 'inbound', 'waitlist_entry', 'stock_feed', 'stock_feed_run', 'stock_webhook_receipt',
    'sales_order', 'order_line', 'order_counter', 'order_return', 'return_line',
    'shop_connection', 'shop_run', 'shop_webhook_receipt',
    'campaign', 'campaign_seat', 'campaign_offer', 'tracked_link', 'tracked_link_day', 'campaign_cost', 'campaign_message', 'campaign_override',
    'asset', 'claim', 'claim_proposal', 'edge', 'impact', 'impact_item', 'impact_task', 'journey_stage', 'journey_owner', 'touchpoint',
    'idea', 'idea_vote', 'idea_comment', 'conflict', 'conflict_side', 'conflict_evidence', 'conflict_decision',
    'pulse', 'pulse_participation', 'pulse_answer', 'alignment_day',
    'term', 'term_version', 'term_signature', 'notice', 'notice_recipient',
    'information_item', 'information_version', 'information_proposal', 'information_template',
    'agreement', 'agreement_version', 'agreement_signature', 'agreement_day',
    'goal', 'goal_owner', 'goal_checkin', 'goal_confidence', 'goal_day', 'goal_link',
    'document', 'document_state', 'document_update', 'document_version', 'document_comment',
    'project', 'project_seat',
    'training', 'training_requirement', 'training_material', 'training_reading', 'training_quiz', 'training_attempt', 'training_session', 'training_seat', 'training_completion', 'training_suggestion',
    'meeting_series', 'meeting_series_rule', 'meeting_series_seat', 'meeting', 'meeting_seat', 'meeting_attendance', 'meeting_answer', 'meeting_agenda_item',
    'meeting_input', 'meeting_decision', 'meeting_action', 'calendar_feed',
    'import', 'import_rejection', 'export'
  ] loop
    execute format('select create_distributed_table(%L, %L, colocate_with => %L)', name, 'workspace_id', case when name = 'setting' then 'default' else 'setting' end);
  end loop;
end $$;
