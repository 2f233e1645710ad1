import { ActionIcon, Button, Group, Select, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useLocale, useT } from '../../kernel/i18n.tsx'
import { type EngagementRule, labelOf } from './types.ts'

type Props = { rules: readonly EngagementRule[]; onChange: (rules: EngagementRule[]) => void }

const events = [
  'hand_raise',
  'form_submitted',
  'form_start',
  'page_view',
  'custom',
  'meeting_booked',
  'email_click',
  'email_open',
] as const

/** What the person does: points that halve with time, and at most so many a day. */
export function EngagementRules({ rules, onChange }: Props) {
  const t = useT()
  const { locale } = useLocale()
  const replace = (rule: EngagementRule) => onChange(rules.map((one) => (one.id === rule.id ? rule : one)))
  const add = () => {
    const rule = {
      id: crypto.randomUUID(),
      label: t('scoring.engagement.newLabel'),
      event: 'page_view',
      points: 5,
      halfLifeDays: 7,
      capPerDay: 15,
    }
    onChange([...rules, { ...rule, match: { urlContains: '/' } }])
  }
  return (
    <section>
      <Text size="sm" c="dimmed" mb="sm">
        {t('scoring.engagement.text')}
      </Text>
      {rules.map((rule) => {
        const label = labelOf(rule.label, locale)
        const number = (key: 'points' | 'halfLifeDays' | 'capPerDay', max: number) => (
          <NumberField
            size="xs"
            w={64}
            min={1}
            max={max}
            {...(key === 'halfLifeDays' && { decimals: 2 })}
            aria-label={t(`scoring.engagement.${key}`, { rule: label })}
            value={rule[key]}
            onChange={(value) => typeof value === 'number' && replace({ ...rule, [key]: value })}
          />
        )
        return (
          <div key={rule.id} className="sc-rule">
            <Group gap="xs" wrap="nowrap">
              <TextInput
                size="xs"
                flex={1}
                aria-label={t('scoring.name')}
                value={label}
                error={label.trim() === ''}
                onChange={(event) => replace({ ...rule, label: event.currentTarget.value })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('scoring.remove', { rule: label })}
                onClick={() => onChange(rules.filter((one) => one.id !== rule.id))}
              >
                <IconTrash size={15} />
              </ActionIcon>
            </Group>
            <div className="sc-sentence">
              {t('scoring.engagement.eachTime')}
              <Select
                size="xs"
                w={190}
                aria-label={t('scoring.engagement.event', { rule: label })}
                allowDeselect={false}
                data={events.map((value) => ({ value, label: t(`scoring.events.${value}`) }))}
                value={rule.event}
                onChange={(event) => event && replace(withEvent(rule, event))}
              />
              {rule.event === 'page_view' && <Match rule={rule} of="urlContains" onChange={replace} />}
              {rule.event === 'custom' && <Match rule={rule} of="name" onChange={replace} />}
              {t('scoring.engagement.adds')}
              {number('points', 100)}
              {t('scoring.engagement.halves')}
              {number('halfLifeDays', 3650)}
              {t('scoring.engagement.atMost')}
              {number('capPerDay', 1000)}
              {t('scoring.engagement.aDay')}
            </div>
          </div>
        )
      })}
      <Button mt="sm" size="xs" variant="default" leftSection={<IconPlus size={15} />} onClick={add}>
        {t('scoring.engagement.add')}
      </Button>
    </section>
  )
}

type MatchProps = { rule: EngagementRule; of: 'urlContains' | 'name'; onChange: (rule: EngagementRule) => void }

function Match({ rule, of, onChange }: MatchProps) {
  const t = useT()
  return (
    <>
      {t(`scoring.engagement.${of}`)}
      <TextInput
        size="xs"
        w={120}
        aria-label={t(`scoring.engagement.${of}`)}
        placeholder={t('scoring.engagement.any')}
        value={rule.match?.[of] ?? ''}
        onChange={(event) => onChange(withMatch(rule, of, event.currentTarget.value))}
      />
    </>
  )
}

/** What is empty is left out: it would match nothing. */
function withMatch({ match: _, ...rule }: EngagementRule, of: 'urlContains' | 'name', text: string): EngagementRule {
  return text === '' ? rule : { ...rule, match: { [of]: text } }
}

function withEvent({ match, ...rule }: EngagementRule, event: string): EngagementRule {
  return event === rule.event && match ? { ...rule, match } : { ...rule, event }
}
