import { ActionIcon, Button, Group, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Campaign } from '#contract/campaigns.ts'
import { DateField } from '../../../kernel/form/date-field.tsx'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { type Money, useFormat, useT } from '../../../kernel/i18n.tsx'
import { Can } from '../../../kernel/me.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'
import { Fact } from '../../../kernel/record/facts.tsx'
import { MoneyInput } from '../../../kernel/record/money-input.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'

/** What the campaign brought and cost so far, against what was agreed. */
export function NumbersPanel({ campaign }: { campaign: Campaign }) {
  const t = useT()
  const format = useFormat()
  const [adding, setAdding] = useState(false)
  const params = { id: campaign.id }
  const { data } = useApi('GET /campaigns/:id/numbers', { params })
  const costs = useApi('GET /campaigns/:id/costs', { params }).data?.items ?? []
  const remove = useAct('DELETE /campaigns/:id/costs/:costId', { done: t('campaigns.money.costRemoved') })
  if (!data) return null
  const against = (value: string, target: string | null) =>
    target === null ? value : t('campaigns.money.ofTarget', { value, target })
  const isOver = data.budget !== null && data.actual.amountCents > data.budget.amountCents
  return (
    <Panel title={t('campaigns.money.title')}>
      <dl className="cp-numbers td-num">
        <Fact label={t('campaigns.money.clicks')}>{format.number(data.clicks)}</Fact>
        {data.waitlisted > 0 && <Fact label={t('campaigns.money.waitlisted')}>{format.number(data.waitlisted)}</Fact>}
        <Fact label={t('campaigns.money.leads')}>
          {against(format.number(data.leads), data.targetLeads === null ? null : format.number(data.targetLeads))}
        </Fact>
        <Fact label={t('campaigns.money.accepted')}>{format.number(data.accepted)}</Fact>
        <Fact label={t('campaigns.money.sales')}>
          {against(format.money(data.revenue), data.targetSales && format.money(data.targetSales))}
        </Fact>
        <Fact label={t('campaigns.money.actual')}>
          {against(format.money(data.actual), data.budget && format.money(data.budget))}
          {isOver && <strong className="cp-over"> {t('campaigns.money.over')}</strong>}
        </Fact>
        <Fact label={t('campaigns.money.planned')}>{format.money(data.planned)}</Fact>
        {data.costPerLead && <Fact label={t('campaigns.money.costPerLead')}>{format.money(data.costPerLead)}</Fact>}
      </dl>
      <Group justify="space-between" mt="sm">
        <h3 className="cp-sub">{t('campaigns.money.costs')}</h3>
        <Can permission="campaigns.write">
          <Button size="compact-sm" variant="subtle" onClick={() => setAdding(true)}>
            {t('campaigns.money.addCost')}
          </Button>
        </Can>
      </Group>
      {costs.length === 0 ? (
        <p className="td-muted cp-small">{t('campaigns.money.noCosts')}</p>
      ) : (
        <ul className="cp-costs">
          {costs.map((cost) => (
            <li key={cost.id}>
              <span className="td-clip">{cost.label}</span>
              <span className="td-num">{format.money(cost.actual ?? cost.planned)}</span>
              <Can permission="campaigns.write">
                <ActionIcon
                  size={24}
                  variant="subtle"
                  color="gray"
                  aria-label={t('campaigns.money.removeCost', { label: cost.label })}
                  onClick={() => remove.mutate({ params: { id: campaign.id, costId: cost.id } })}
                >
                  <IconTrash size={14} />
                </ActionIcon>
              </Can>
            </li>
          ))}
        </ul>
      )}
      {adding && <CostDialog campaign={campaign} onClose={() => setAdding(false)} />}
    </Panel>
  )
}

type CostValues = {
  label: string
  channel: string
  planned: Money | null
  actual: Money | null
  spentOn: string | null
}

function CostDialog({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const t = useT()
  const form = useForm<CostValues>({
    initialValues: { label: '', channel: '', planned: null, actual: null, spentOn: null },
  })
  const add = useAct('POST /campaigns/:id/costs', { form, done: t('campaigns.money.costAdded'), idempotent: true })
  return (
    <FormDialog
      title={t('campaigns.money.addCost')}
      form={form}
      onClose={onClose}
      busy={add.isPending}
      onSubmit={async ({ channel, ...cost }) => {
        const body = { ...cost, channel: channel.trim() || null }
        await add.mutateAsync({ params: { id: campaign.id }, body })
        onClose()
      }}
    >
      <TextInput
        label={t('campaigns.money.label')}
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('label')}
      />
      <Group grow align="flex-start">
        <MoneyInput
          label={t('campaigns.money.planned')}
          value={form.values.planned}
          onChange={(money) => form.setFieldValue('planned', money)}
        />
        <MoneyInput
          label={t('campaigns.money.actual')}
          value={form.values.actual}
          onChange={(money) => form.setFieldValue('actual', money)}
        />
      </Group>
      <Group grow align="flex-start">
        <TextInput label={t('campaigns.money.channel')} maxLength={60} {...form.getInputProps('channel')} />
        <DateField
          label={t('campaigns.money.spentOn')}
          clearable
          value={form.values.spentOn}
          onChange={(day) => form.setFieldValue('spentOn', day)}
        />
      </Group>
    </FormDialog>
  )
}
