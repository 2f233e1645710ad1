import { Button, Checkbox, Group, MultiSelect, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { NodeType } from '#contract/impacts.ts'
import type { Notice, NoticeAudience } from '#contract/notices.ts'
import { DateField } from '../../kernel/form/date-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { AboutFields } from './about-fields.tsx'
import { AudiencePreview } from './audience-preview.tsx'
import { noticeKinds } from './words.ts'

export type QuestionValues = { text: string; options: string[]; answer: number; explanation: string }
export type NoticeValues = {
  kind: Notice['kind']
  title: string
  body: string
  severity: Notice['severity']
  about: { type: NodeType; id: string } | null
  audience: NoticeAudience
  acknowledgement: boolean
  question: QuestionValues | null
  dueOn: string | null
}

const severities = ['critical', 'major', 'minor'] as const
const audienceKinds = ['everyone', 'departments', 'members', 'impact'] as const

export const useNoticeForm = (notice?: Notice) =>
  useForm<NoticeValues>({
    initialValues: {
      kind: notice?.kind ?? 'process_change',
      title: notice?.title ?? '',
      body: notice?.body ?? '',
      severity: notice?.severity ?? 'major',
      about: notice?.about ? { type: notice.about.type, id: notice.about.id } : null,
      audience: notice?.audience ?? { kind: 'everyone' },
      acknowledgement: notice?.acknowledgement ?? true,
      question: notice?.question
        ? {
            ...notice.question,
            answer: notice.question.answer ?? 0,
            explanation: notice.question.explanation ?? '',
          }
        : null,
      dueOn: notice?.dueOn ?? null,
    },
  })
export type NoticeForm = ReturnType<typeof useNoticeForm>

export function NoticeFields({ form }: { form: NoticeForm }) {
  const t = useT()
  const { kind } = form.values
  return (
    <>
      <Radio.Group
        label={t('notices.fields.kind')}
        value={kind}
        onChange={(next) => {
          const chosen = noticeKinds.find((one) => one === next) ?? 'news'
          form.setValues({
            kind: chosen,
            acknowledgement: chosen === 'process_change' || form.values.question !== null,
          })
        }}
      >
        <Group mt={4}>
          {noticeKinds.map((one) => (
            <Radio key={one} value={one} label={t(`notices.kinds.${one}`)} />
          ))}
        </Group>
      </Radio.Group>
      <WordFields form={form} />
      <AboutFields
        value={form.values.about}
        onChange={(about) => form.setFieldValue('about', about)}
        error={form.errors.about}
      />
      <AudienceFields form={form} />
      <AudiencePreview audience={form.values.audience} about={form.values.about} />
      <Checkbox
        label={t('notices.fields.acknowledgement')}
        disabled={form.values.question !== null}
        {...form.getInputProps('acknowledgement', { type: 'checkbox' })}
      />
      {form.values.acknowledgement && <DueFields form={form} />}
    </>
  )
}

export function WordFields({ form }: { form: NoticeForm }) {
  const t = useT()
  return (
    <>
      <TextInput
        label={t('notices.fields.title')}
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('title')}
      />
      <Textarea
        label={t('notices.fields.body')}
        description={t('notices.fields.bodyHint')}
        required
        autosize
        minRows={4}
        maxRows={14}
        maxLength={20_000}
        {...form.getInputProps('body')}
      />
    </>
  )
}

export function DueFields({ form }: { form: NoticeForm }) {
  const t = useT()
  return (
    <>
      <Group grow align="flex-start">
        <Select
          label={t('notices.fields.severity')}
          allowDeselect={false}
          data={severities.map((value) => ({ value, label: t(`notices.severity.${value}`) }))}
          {...form.getInputProps('severity')}
        />
        <DateField
          label={t('notices.fields.dueOn')}
          description={t('notices.fields.dueOnHint')}
          value={form.values.dueOn}
          onChange={(day) => form.setFieldValue('dueOn', day)}
          error={form.errors.dueOn}
        />
      </Group>
      <QuestionFields value={form.values.question} onChange={(question) => form.setFieldValue('question', question)} />
    </>
  )
}

function AudienceFields({ form }: { form: NoticeForm }) {
  const t = useT()
  const { departments } = useMe()
  const members = useMembers()
  const { audience } = form.values
  const change = (next: NoticeAudience) => form.setFieldValue('audience', next)
  const first: Record<(typeof audienceKinds)[number], NoticeAudience> = {
    everyone: { kind: 'everyone' },
    departments: { kind: 'departments', departmentIds: [] },
    members: { kind: 'members', memberIds: [] },
    impact: { kind: 'impact' },
  }
  return (
    <>
      <Select
        label={t('notices.fields.audience')}
        description={audience.kind === 'impact' ? t('notices.audience.impactHint') : undefined}
        allowDeselect={false}
        value={audience.kind}
        onChange={(kind) => change(first[audienceKinds.find((one) => one === kind) ?? 'everyone'])}
        data={audienceKinds.map((value) => ({ value, label: t(`notices.audience.${value}`) }))}
      />
      {audience.kind === 'departments' && (
        <MultiSelect
          label={t('notices.fields.departments')}
          required
          value={audience.departmentIds}
          onChange={(departmentIds) => change({ kind: 'departments', departmentIds })}
          data={departments.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {audience.kind === 'members' && (
        <MultiSelect
          label={t('notices.fields.members')}
          required
          searchable
          value={audience.memberIds}
          onChange={(memberIds) => change({ kind: 'members', memberIds })}
          data={members.map(({ id, fullName }) => ({ value: id, label: fullName }))}
        />
      )}
    </>
  )
}

type QuestionProps = { value: QuestionValues | null; onChange: (value: QuestionValues | null) => void }

function QuestionFields({ value, onChange }: QuestionProps) {
  const t = useT()
  if (!value)
    return (
      <Button
        variant="default"
        leftSection={<IconPlus size={16} />}
        onClick={() => onChange({ text: '', options: ['', ''], answer: 0, explanation: '' })}
      >
        {t('notices.create.addQuestion')}
      </Button>
    )
  const put = (next: Partial<QuestionValues>) => onChange({ ...value, ...next })
  return (
    <fieldset className="no-question">
      <legend>{t('notices.fields.question')}</legend>
      <Stack gap="xs">
        <TextInput
          label={t('notices.fields.questionText')}
          required
          maxLength={500}
          value={value.text}
          onChange={(event) => put({ text: event.currentTarget.value })}
        />
        <Radio.Group
          label={t('notices.fields.right')}
          value={String(value.answer)}
          onChange={(answer) => put({ answer: Number(answer) })}
        >
          {value.options.map((option, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: options are told apart by their place
            <Group key={index} gap="xs" wrap="nowrap" mt={6}>
              <Radio value={String(index)} aria-label={t('notices.fields.option', { number: index + 1 })} />
              <TextInput
                aria-label={t('notices.fields.option', { number: index + 1 })}
                placeholder={t('notices.fields.option', { number: index + 1 })}
                required
                maxLength={300}
                style={{ flex: 1 }}
                value={option}
                onChange={(event) => {
                  const text = event.currentTarget.value
                  put({ options: value.options.map((one, place) => (place === index ? text : one)) })
                }}
              />
              {value.options.length > 2 && (
                <Button
                  variant="subtle"
                  color="gray"
                  size="compact-md"
                  aria-label={t('notices.create.removeOption', { number: index + 1 })}
                  onClick={() =>
                    put({
                      options: value.options.filter((_, place) => place !== index),
                      answer: Math.min(value.answer, value.options.length - 2),
                    })
                  }
                >
                  <IconTrash size={16} />
                </Button>
              )}
            </Group>
          ))}
        </Radio.Group>
        <Textarea
          label={t('notices.fields.explanation')}
          autosize
          maxLength={1000}
          value={value.explanation}
          onChange={(event) => put({ explanation: event.currentTarget.value })}
        />
        <Group>
          {value.options.length < 5 && (
            <Button variant="default" size="xs" onClick={() => put({ options: [...value.options, ''] })}>
              {t('notices.create.addOption')}
            </Button>
          )}
          <Button variant="subtle" color="red" size="xs" onClick={() => onChange(null)}>
            {t('notices.create.removeQuestion')}
          </Button>
        </Group>
      </Stack>
    </fieldset>
  )
}
