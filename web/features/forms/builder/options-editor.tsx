import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { useT } from '../../../kernel/i18n.tsx'
import { keyFrom } from './field-types.ts'

type Option = { value: string; label: string }
type Props = {
  options: readonly Option[]
  errorAt: (place: string) => string | undefined
  onChange: (options: Option[]) => void
}

/** Options by their words; what is kept follows the words until somebody has answered. Several lines pasted become several options. */
export function OptionsEditor({ options, errorAt, onChange }: Props) {
  const t = useT()
  const rename = (index: number, label: string) => {
    const current = options[index]!
    const followed = current.value === keyFrom(current.label, current.value) || current.value.startsWith('option_')
    onChange(options.with(index, { value: followed ? freeValue(label, options, index) : current.value, label }))
  }
  const swap = (a: number, b: number) => onChange(options.with(a, options[b]!).with(b, options[a]!))
  const addAll = (labels: readonly string[], at: number) => {
    const added = [...options]
    for (const [offset, label] of labels.entries())
      added.splice(at + offset, 0, { value: freeValue(label, added, -1), label })
    onChange(added)
  }
  return (
    <Input.Wrapper label={t('forms.builder.options')} error={errorAt('')}>
      <Stack gap={6} mt={4}>
        {options.map((option, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: values follow the words while they are typed
          <Group key={index} gap={4} wrap="nowrap">
            <TextInput
              flex={1}
              aria-label={t('forms.builder.optionNumber', { number: index + 1 })}
              value={option.label}
              error={errorAt(`/${index}/value`) ?? errorAt(`/${index}/label`)}
              onChange={(event) => rename(index, event.currentTarget.value)}
              onPaste={(event) => {
                const lines = event.clipboardData
                  .getData('text')
                  .split(/\r?\n/)
                  .map((line) => line.trim())
                  .filter(Boolean)
                if (lines.length < 2) return
                event.preventDefault()
                addAll(lines, index + 1)
              }}
            />
            <ActionIcon
              color="gray"
              disabled={index === 0}
              aria-label={t('forms.builder.up', { label: option.label })}
              onClick={() => swap(index, index - 1)}
            >
              <IconArrowUp size={14} />
            </ActionIcon>
            <ActionIcon
              color="gray"
              disabled={index === options.length - 1}
              aria-label={t('forms.builder.down', { label: option.label })}
              onClick={() => swap(index, index + 1)}
            >
              <IconArrowDown size={14} />
            </ActionIcon>
            <ActionIcon
              color="gray"
              aria-label={t('forms.builder.remove', { label: option.label })}
              onClick={() => onChange(options.toSpliced(index, 1))}
            >
              <IconX size={14} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => addAll([t('forms.builder.optionNumber', { number: options.length + 1 })], options.length)}
        >
          {t('forms.builder.addOption')}
        </Button>
      </Stack>
    </Input.Wrapper>
  )
}

function freeValue(label: string, options: readonly Option[], own: number): string {
  const taken = new Set(options.filter((_, index) => index !== own).map((option) => option.value))
  const wanted = keyFrom(label, 'option')
  for (let number = 1; ; number++) {
    const value = number === 1 ? wanted : `${wanted}_${number}`
    if (!taken.has(value)) return value
  }
}
