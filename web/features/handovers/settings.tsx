import { ActionIcon, Button, Group, Switch, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReplyOf } from '../../kernel/api.ts'
import { sayCondition } from '../../kernel/form/condition-editor.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { RuleDialog } from './rule-dialog.tsx'
import { useSellers } from './use-sellers.ts'
import './inbox.css'

type Rule = ReplyOf<'GET /routing-rules'>['items'][number]
type Policy = ReplyOf<'GET /sla-policy'>

/** Who gets a lead, and what sales owes it. */
export default function HandoverSettings() {
  const t = useT()
  const rules = useApi('GET /routing-rules').data
  const policy = useApi('GET /sla-policy').data
  if (!rules || !policy) return <PageSkeleton />
  return (
    <Page title={t('handovers.settings.title')} subtitle={t('handovers.settings.text')}>
      <Rules rules={rules.items} />
      <PolicyForm policy={policy} />
    </Page>
  )
}

function Rules({ rules }: { rules: readonly Rule[] }) {
  const t = useT()
  const format = useFormat()
  const sellers = useSellers()
  const [editing, setEditing] = useState<Rule | 'new' | null>(null)
  const [deleting, setDeleting] = useState<Rule | null>(null)
  const order = useAct('PUT /routing-rules/order', { invalidates: ['/routing-rules'] })
  const change = useAct('PATCH /routing-rules/:id')
  const remove = useAct('DELETE /routing-rules/:id')
  const move = (index: number, by: 1 | -1) => {
    const ids = rules.map((rule) => rule.id)
    const [id] = ids.splice(index, 1)
    ids.splice(index + by, 0, id!)
    order.mutate({ body: { ids } })
  }
  const nameOf = (id: string) => sellers.find((seller) => seller.value === id)?.label ?? '–'
  return (
    <section style={{ marginBottom: '2rem' }}>
      <Group justify="space-between" mb="xs">
        <h2 className="td-panel-title">{t('handovers.settings.rules')}</h2>
        <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setEditing('new')}>
          {t('handovers.settings.addRule')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {t('handovers.settings.rulesText')}
      </Text>
      {rules.map((rule, index) => (
        <div key={rule.id} className="ho-rule">
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <div style={{ minWidth: 0 }}>
              <strong>
                {index + 1}. {rule.name}
              </strong>
              <p style={{ margin: 0 }} className="ho-small">
                {t('handovers.settings.ruleSentence', {
                  condition: sayCondition(t, rule.condition),
                  members: format.list(rule.memberIds.map(nameOf)),
                })}
              </p>
            </div>
            <Group gap={2} wrap="nowrap">
              <Switch
                size="xs"
                mr="xs"
                checked={rule.active}
                aria-label={t('handovers.settings.active', { rule: rule.name })}
                onChange={(event) =>
                  change.mutate({ params: { id: rule.id }, body: { active: event.currentTarget.checked } })
                }
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={index === 0}
                aria-label={t('handovers.settings.up')}
                onClick={() => move(index, -1)}
              >
                <IconArrowUp size={15} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={index === rules.length - 1}
                aria-label={t('handovers.settings.down')}
                onClick={() => move(index, 1)}
              >
                <IconArrowDown size={15} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('handovers.settings.edit', { rule: rule.name })}
                onClick={() => setEditing(rule)}
              >
                <IconPencil size={15} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('handovers.settings.delete', { rule: rule.name })}
                onClick={() => setDeleting(rule)}
              >
                <IconTrash size={15} />
              </ActionIcon>
            </Group>
          </Group>
        </div>
      ))}
      <div className="ho-rule">
        <strong>{t('handovers.settings.otherwise')}</strong>
        <p style={{ margin: 0 }} className="ho-small">
          {t('handovers.settings.roundRobin')}
        </p>
      </div>
      {editing && <RuleDialog rule={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {deleting && (
        <ConfirmDialog
          title={t('handovers.settings.delete', { rule: deleting.name })}
          text={t('handovers.settings.deleteText')}
          onConfirm={() => remove.mutateAsync({ params: { id: deleting.id } })}
          onClose={() => setDeleting(null)}
        />
      )}
    </section>
  )
}

const clauses = [
  ['acceptBusinessMinutes', 60],
  ['firstTouchHandRaiseMinutes', 1],
  ['firstTouchMinutes', 60],
  ['attempts', 1],
  ['attemptDays', 1],
  ['warnAfterPercent', 1],
  ['escalateAfterPercent', 1],
] as const

/** The clauses of the agreement; those of many minutes are typed in hours. */
function PolicyForm({ policy }: { policy: Policy }) {
  const t = useT()
  const form = useForm({
    initialValues: Object.fromEntries(clauses.map(([key, unit]) => [key, policy[key] / unit])) as Record<
      (typeof clauses)[number][0],
      number
    >,
  })
  const save = useAct('PATCH /sla-policy', { form, invalidates: ['/sla-policy'], done: t('handovers.settings.saved') })
  return (
    <form
      onSubmit={form.onSubmit((values) =>
        save.mutate({ body: Object.fromEntries(clauses.map(([key, unit]) => [key, Math.round(values[key] * unit)])) }),
      )}
      style={{ maxWidth: '34rem' }}
    >
      <h2 className="td-panel-title">{t('handovers.settings.sla')}</h2>
      <Text size="sm" c="dimmed" mb="sm">
        {t('handovers.settings.slaText')}
      </Text>
      {policy.agreement && (
        <Text size="sm" mb="sm">
          {t('handovers.settings.agreed', { number: policy.agreement.number })}{' '}
          <Link style={{ textDecoration: 'underline' }} to={`/agreements/${policy.agreement.id}`}>
            {t('handovers.settings.agreement')}
          </Link>
        </Text>
      )}
      {clauses.map(([key, unit]) => (
        <NumberField
          key={key}
          mb="sm"
          label={t(`handovers.settings.clauses.${key}.label`)}
          description={t(`handovers.settings.clauses.${key}.text`)}
          min={unit === 1 ? 1 : 0.25}
          disabled={policy.agreement !== null && !key.endsWith('Percent')}
          decimals={unit === 1 ? 0 : 2}
          {...form.getInputProps(key)}
        />
      ))}
      <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
        {t('kit.save')}
      </Button>
    </form>
  )
}
