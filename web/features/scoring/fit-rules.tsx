import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { ConditionEditor, sayCondition } from '../../kernel/form/condition-editor.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useLocale, useT } from '../../kernel/i18n.tsx'
import { type FitRule, labelOf } from './types.ts'

type Props = { rules: readonly FitRule[]; onChange: (rules: FitRule[]) => void }

/** Who the person is: each rule gives its points once if it holds. */
export function FitRules({ rules, onChange }: Props) {
  const t = useT()
  const { locale } = useLocale()
  const [open, setOpen] = useState<string | null>(null)
  const replace = (rule: FitRule) => onChange(rules.map((one) => (one.id === rule.id ? rule : one)))
  const add = () => {
    const id = crypto.randomUUID()
    onChange([
      ...rules,
      {
        id,
        label: t('scoring.fit.newLabel'),
        condition: { field: 'jobTitle', op: 'contains', value: t('scoring.fit.newValue') },
        points: 10,
      },
    ])
    setOpen(id)
  }
  return (
    <section>
      <Text size="sm" c="dimmed" mb="sm">
        {t('scoring.fit.text')}
      </Text>
      {rules.map((rule) => {
        const label = labelOf(rule.label, locale)
        const isOpen = open === rule.id
        return (
          <div key={rule.id} className="sc-rule">
            <Group gap="xs" wrap="nowrap">
              <NumberField
                size="xs"
                w={76}
                min={-100}
                max={100}
                aria-label={t('scoring.points', { rule: label })}
                value={rule.points}
                onChange={(points) => typeof points === 'number' && replace({ ...rule, points })}
              />
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
                aria-expanded={isOpen}
                aria-label={t('scoring.condition', { rule: label })}
                onClick={() => setOpen(isOpen ? null : rule.id)}
              >
                {isOpen ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('scoring.remove', { rule: label })}
                onClick={() => onChange(rules.filter((one) => one.id !== rule.id))}
              >
                <IconTrash size={15} />
              </ActionIcon>
            </Group>
            {isOpen ? (
              <ConditionEditor
                label={t('scoring.condition', { rule: label })}
                value={rule.condition}
                onChange={(condition) => replace({ ...rule, condition })}
              />
            ) : (
              <span className="td-muted td-clip" style={{ fontSize: '0.8125rem' }}>
                {t('scoring.fit.when', { condition: sayCondition(t, rule.condition) })}
              </span>
            )}
          </div>
        )
      })}
      <Button mt="sm" size="xs" variant="default" leftSection={<IconPlus size={15} />} onClick={add}>
        {t('scoring.fit.add')}
      </Button>
    </section>
  )
}
