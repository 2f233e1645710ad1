import { Badge, Button, Group, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconBulb } from '@tabler/icons-react'
import { useState } from 'react'
import type { Suggestion } from '#contract/trainings.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link, useGo } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { TrainingTabs } from './tabs.tsx'

/** Gaps that the data point to. Each shows what it rests on and becomes a draft with one press. */
export default function TrainingSuggestions() {
  const t = useT()
  const { data } = useApi('GET /trainings/suggestions')
  return (
    <Page title={t('trainings.suggested.title')} subtitle={t('trainings.suggested.subtitle')}>
      <TrainingTabs />
      {data?.items.length === 0 && (
        <EmptyState
          title={t('trainings.suggested.emptyTitle')}
          text={t('trainings.suggested.empty')}
          picture={<IconBulb size={40} stroke={1.2} />}
        />
      )}
      <ul className="tr-rows">
        {data?.items.map((gap) => (
          <Gap key={gap.key} gap={gap} />
        ))}
      </ul>
    </Page>
  )
}

function Gap({ gap }: { gap: Suggestion }) {
  const t = useT()
  const go = useGo()
  const can = useCan()
  const [asking, setAsking] = useState(false)
  const accept = useAct('POST /trainings/suggestions/acceptance', { done: t('trainings.suggested.accepted') })
  const about = gap.about || (gap.evidence[0]?.label ?? '')
  const labelOf = (label: string) => (gap.kind === 'rejections' ? t(`trainings.suggested.reasons.${label}`) : label)
  return (
    <li className="tr-row">
      <div>
        <strong>{t(`trainings.suggestions.${gap.kind}.draft`, { about, count: gap.count })}</strong>
        <p style={{ margin: '4px 0' }}>{t(`trainings.suggestions.${gap.kind}.why`, { about, count: gap.count })}</p>
        <span className="tr-marks">
          {gap.evidence.map((one) => (
            <Link key={one.label} to={one.url}>
              <Badge variant="light" color="gray" style={{ cursor: 'pointer' }}>
                {labelOf(one.label)}: {one.count}
              </Badge>
            </Link>
          ))}
        </span>
        <div className="tr-marks td-muted" style={{ marginTop: 6 }}>
          {t('trainings.suggested.for')}
          {gap.departmentIds.map((id) => (
            <DepartmentMark key={id} department={id} />
          ))}
        </div>
      </div>
      <Group gap="xs">
        {can('trainings.write') && (
          <Button
            size="sm"
            loading={accept.isPending}
            onClick={() =>
              accept.mutate({ body: { key: gap.key } }, { onSuccess: (training) => go(`/trainings/${training.id}`) })
            }
          >
            {t('trainings.suggested.accept')}
          </Button>
        )}
        {can('trainings.manage') && (
          <Button size="sm" variant="default" onClick={() => setAsking(true)}>
            {t('trainings.suggested.dismiss')}
          </Button>
        )}
      </Group>
      {asking && <DismissDialog gap={gap} onClose={() => setAsking(false)} />}
    </li>
  )
}

function DismissDialog({ gap, onClose }: { gap: Suggestion; onClose: () => void }) {
  const t = useT()
  const form = useForm({ initialValues: { reason: '' } })
  const dismiss = useAct('POST /trainings/suggestions/dismissal', { form, done: t('trainings.suggested.dismissed') })
  return (
    <FormDialog
      title={t('trainings.suggested.dismissTitle')}
      form={form}
      onClose={onClose}
      busy={dismiss.isPending}
      submitLabel={t('trainings.suggested.dismiss')}
      onSubmit={async ({ reason }) => {
        await dismiss.mutateAsync({ body: { key: gap.key, reason } })
        onClose()
      }}
    >
      <Textarea
        label={t('trainings.fields.reason')}
        description={t('trainings.suggested.dismissHint')}
        required
        maxLength={500}
        autosize
        minRows={2}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </FormDialog>
  )
}
