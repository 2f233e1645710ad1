import { Button, Group, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Goal } from '#contract/goals.ts'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useAct, useApiPages } from '../../kernel/query.ts'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import { useFigure } from './words.ts'

/** Numbers written down by hand, newest first; people type percent and euros, not shares and cents. */
export function Checkins({ goal }: { goal: Goal }) {
  const t = useT()
  const format = useFormat()
  const figure = useFigure()
  const can = useCan()
  const members = useMembers()
  const factor = factorOf(goal.unit)
  const page = useApiPages('GET /goals/:id/checkins', { params: { id: goal.id }, query: { limit: 10 } })
  const form = useForm<{ value: number | ''; note: string }>({
    initialValues: { value: '', note: '' },
    validate: { value: (value) => (value === '' ? t('rules.required') : null) },
  })
  const note = useAct('POST /goals/:id/checkins', { form, done: t('goals.checkins.done'), idempotent: true })
  return (
    <Panel title={t('goals.checkins.title')}>
      {can('goals.write') && (
        <form
          onSubmit={form.onSubmit(({ value, note: text }) =>
            note.mutate(
              { params: { id: goal.id }, body: { value: Number(value) * factor, note: text } },
              { onSuccess: () => form.reset() },
            ),
          )}
        >
          <Group align="flex-end" gap="xs" mb="xs">
            <NumberField
              label={t('goals.checkins.value')}
              w={140}
              decimals={2}
              suffix={goal.unit === 'percent' ? '%' : ''}
              {...form.getInputProps('value')}
            />
            <TextInput
              style={{ flex: '1 1 12rem' }}
              label={t('goals.checkins.note')}
              maxLength={2000}
              {...form.getInputProps('note')}
            />
            <Button type="submit" loading={note.isPending}>
              {t('goals.checkins.add')}
            </Button>
          </Group>
        </form>
      )}
      <ul className="go-list">
        {page.items.map((one) => (
          <li key={one.id}>
            <strong className="td-num">{figure(goal, one.value)}</strong>
            <span>{one.note}</span>
            <span className="td-muted">
              {format.date(one.on)} · {members.find((member) => member.id === one.memberId)?.fullName ?? '–'}
            </span>
          </li>
        ))}
      </ul>
      <MoreButton pages={page} />
    </Panel>
  )
}

/** How many of what is kept make one of what is typed. */
export const factorOf = (unit: Goal['unit']) => (unit === 'percent' ? 0.01 : unit === 'money' ? 100 : 1)
