import { Button, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconFlag, IconPlayerPause, IconPlayerPlay, IconRocket } from '@tabler/icons-react'
import { useState } from 'react'
import type { CampaignCheck } from '#contract/campaign-checks.ts'
import type { Campaign } from '#contract/campaigns.ts'
import { ApiProblem, api } from '../../../kernel/api.ts'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useT } from '../../../kernel/i18n.tsx'
import { useCan } from '../../../kernel/me.tsx'
import { useGo } from '../../../kernel/navigation.tsx'
import { useAct } from '../../../kernel/query.ts'
import { ConfirmDialog } from '../../../kernel/record/confirm-dialog.tsx'
import { ArchiveItem, DeleteItem, MoreMenu } from '../../../kernel/record/more-menu.tsx'
import { useToast } from '../../../kernel/toast.tsx'

type Props = { campaign: Campaign; checks: readonly CampaignCheck[] }

/** What can be done with a campaign as a whole, by its state. */
export function CampaignActions({ campaign, checks }: Props) {
  const t = useT()
  const [asking, setAsking] = useState<'pause' | 'finish' | null>(null)
  const params = { id: campaign.id }
  const resume = useAct('POST /campaigns/:id/resume', { done: t('campaigns.acts.resumed') })
  const finish = useAct('POST /campaigns/:id/finish', { done: t('campaigns.acts.finished') })
  if (!useCan()('campaigns.write')) return null
  const isRunning = campaign.state === 'live' || campaign.state === 'paused'
  return (
    <>
      {['draft', 'kickoff', 'ready'].includes(campaign.state) && <LaunchButton campaign={campaign} checks={checks} />}
      {campaign.state === 'live' && (
        <Button variant="default" leftSection={<IconPlayerPause size={17} />} onClick={() => setAsking('pause')}>
          {t('campaigns.acts.pause')}
        </Button>
      )}
      {campaign.state === 'paused' && (
        <Button
          leftSection={<IconPlayerPlay size={17} />}
          loading={resume.isPending}
          onClick={() => resume.mutate({ params })}
        >
          {t('campaigns.acts.resume')}
        </Button>
      )}
      {isRunning && (
        <Button variant="default" leftSection={<IconFlag size={17} />} onClick={() => setAsking('finish')}>
          {t('campaigns.acts.finish')}
        </Button>
      )}
      {!isRunning && <PutAway campaign={campaign} />}
      {asking === 'pause' && <PauseDialog id={campaign.id} onClose={() => setAsking(null)} />}
      {asking === 'finish' && (
        <ConfirmDialog
          title={t('campaigns.acts.finish')}
          text={t('campaigns.acts.finishText')}
          affected={[campaign.name]}
          confirmLabel={t('campaigns.acts.finish')}
          onConfirm={() => finish.mutateAsync({ params })}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  )
}

/** A launch that is held up is no error: the page shows the list of what is left. */
export function LaunchButton({ campaign, checks }: Props) {
  const t = useT()
  const toast = useToast()
  const launch = useAct('POST /campaigns/:id/launch', { quiet: true, done: t('campaigns.acts.launched') })
  const left = checks.filter((check) => check.state === 'block').length
  const press = () =>
    launch.mutate(
      { params: { id: campaign.id } },
      {
        onError: (error) => {
          if (!(error instanceof ApiProblem) || error.code !== 'campaign_checks_failed') return toast.failed(error)
          toast.done(t('campaigns.acts.blocked', { count: error.errors.length }))
          showList()
        },
      },
    )
  return (
    <Button
      leftSection={<IconRocket size={17} />}
      variant={left > 0 ? 'light' : 'filled'}
      loading={launch.isPending}
      onClick={press}
    >
      {t('campaigns.acts.launch')}
    </Button>
  )
}

function showList() {
  const list = document.getElementById('part-checks')
  list?.scrollIntoView({ block: 'start' })
  list?.focus({ preventScroll: true })
}

function PauseDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT()
  const form = useForm({ initialValues: { reason: '' } })
  const pause = useAct('POST /campaigns/:id/pause', { form, done: t('campaigns.acts.paused') })
  return (
    <FormDialog
      title={t('campaigns.acts.pauseTitle')}
      form={form}
      onClose={onClose}
      busy={pause.isPending}
      submitLabel={t('campaigns.acts.pause')}
      onSubmit={async ({ reason }) => {
        await pause.mutateAsync({ params: { id }, body: reason.trim() ? { reason: reason.trim() } : {} })
        onClose()
      }}
    >
      <p style={{ margin: 0 }}>{t('campaigns.acts.pauseText')}</p>
      <Textarea
        label={t('campaigns.acts.pauseReason')}
        maxLength={500}
        autosize
        minRows={2}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </FormDialog>
  )
}

function PutAway({ campaign }: { campaign: Campaign }) {
  const t = useT()
  const go = useGo()
  const params = { id: campaign.id }
  const archive = useAct('POST /campaigns/:id/archival', { done: t('campaigns.acts.archived') })
  const unarchive = useAct('DELETE /campaigns/:id/archival', { done: t('campaigns.acts.unarchived') })
  const remove = useAct('DELETE /campaigns/:id', {
    invalidates: ['/campaigns/calendar'],
    done: t('campaigns.acts.deleted'),
    undo: () => api('POST /campaigns/:id/restoration', { params }),
  })
  return (
    <MoreMenu>
      <ArchiveItem
        isArchived={campaign.state === 'archived'}
        onArchive={() => archive.mutate({ params })}
        onUnarchive={() => unarchive.mutate({ params })}
      />
      <DeleteItem
        onClick={() => {
          remove.mutate({ params })
          go('/campaigns')
        }}
      />
    </MoreMenu>
  )
}
