import { ActionIcon, Button, Group, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { DateField } from '../../kernel/form/date-field.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'

const own = ['goals', 'leads', 'information', 'voice', 'causes', 'decisions'] as const
const fewest = 3
const most = 8
type Question = { key: string; text: string }
type Values = { closesOn: string | null; questions: Question[] }

/** Asks everybody from today on; the questions that come with it can be left out, and own ones added. */
export function StartDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const form = useForm<Values>({
    initialValues: { closesOn: null, questions: own.map((key) => ({ key, text: t(`pulse.questions.${key}`) })) },
    validate: { questions: { text: (text) => (text.trim() === '' ? t('rules.required') : null) } },
  })
  const start = useAct('POST /pulses', { form, done: t('pulse.start.done'), idempotent: true })
  const { questions } = form.values
  return (
    <FormDialog
      title={t('pulse.start.title')}
      form={form}
      onClose={onClose}
      busy={start.isPending}
      submitLabel={t('pulse.start.action')}
      size="lg"
      onSubmit={async (values) => {
        await start.mutateAsync({
          body: {
            ...(values.closesOn && { closesOn: values.closesOn }),
            // A question that comes with it stays in each reader's language as long as nobody rewrites it.
            questions: values.questions.map(({ key, text }) => {
              const isOwn = own.some((one) => one === key) && text === t(`pulse.questions.${key}`)
              return isOwn ? { key } : { key, text }
            }),
          },
        })
        onClose()
      }}
    >
      <p className="pu-note">{t('pulse.start.text')}</p>
      {questions.map((question, index) => (
        <Group key={question.key} gap="xs" wrap="nowrap" align="flex-start">
          <TextInput
            flex={1}
            aria-label={t('pulse.start.question', { number: index + 1 })}
            maxLength={300}
            {...form.getInputProps(`questions.${index}.text`)}
          />
          <ActionIcon
            size="lg"
            variant="subtle"
            color="gray"
            disabled={questions.length <= fewest}
            aria-label={t('pulse.start.remove', { number: index + 1 })}
            onClick={() => form.removeListItem('questions', index)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      {questions.length < most && (
        <Button
          variant="light"
          size="xs"
          leftSection={<IconPlus size={15} />}
          onClick={() => form.insertListItem('questions', { key: freeKey(questions), text: '' })}
        >
          {t('pulse.start.add')}
        </Button>
      )}
      <DateField
        label={t('pulse.start.closesOn')}
        description={t('pulse.start.closesOnHint')}
        value={form.values.closesOn}
        onChange={(day) => form.setFieldValue('closesOn', day)}
        error={form.errors.closesOn}
      />
    </FormDialog>
  )
}

const freeKey = (questions: readonly Question[]): string => {
  const taken = new Set(questions.map((question) => question.key))
  return (
    ['own_1', 'own_2', 'own_3', 'own_4', 'own_5', 'own_6', 'own_7', 'own_8'].find((key) => !taken.has(key)) ?? 'own_9'
  )
}
