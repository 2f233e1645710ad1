import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { type RowOf, useAct } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'

/** The pulse that is being asked: answer it, and for managers how many have, never who. */
export function OpenPulse({ pulse }: { pulse: RowOf<'GET /pulses'> }) {
  const t = useT()
  const format = useFormat()
  const [asking, setAsking] = useState<'close' | 'callOff' | null>(null)
  const params = { id: pulse.id }
  const remind = useAct('POST /pulses/:id/reminders', {
    done: ({ waiting }) => t('pulse.open.reminded', { count: waiting }),
  })
  const close = useAct('POST /pulses/:id/closure', { done: t('pulse.open.closed') })
  const callOff = useAct('DELETE /pulses/:id', { done: t('pulse.open.calledOff') })
  const isOpen = pulse.state === 'open'
  return (
    <section className="pu-card">
      <h2>
        {t(isOpen ? 'pulse.open.title' : 'pulse.open.planned', {
          date: format.date(isOpen ? pulse.closesOn : pulse.opensOn),
        })}
      </h2>
      {isOpen && <p>{t('pulse.open.answered', { answered: pulse.answered, invited: pulse.invited })}</p>}
      {pulse.answeredByMe && <p className="td-muted">{t('pulse.open.mine')}</p>}
      <Group gap="xs" mt="sm">
        {pulse.answerable && (
          <Button component={Link} to={`/pulse/${pulse.id}`}>
            {t('pulse.today.action')}
          </Button>
        )}
        <Can permission="pulse.manage">
          {isOpen && (
            <Button variant="default" loading={remind.isPending} onClick={() => remind.mutate({ params })}>
              {t('pulse.open.remind')}
            </Button>
          )}
          {isOpen && (
            <Button variant="default" onClick={() => setAsking('close')}>
              {t('pulse.open.close')}
            </Button>
          )}
          <Button variant="subtle" color="red" onClick={() => setAsking('callOff')}>
            {t('pulse.open.callOff')}
          </Button>
        </Can>
      </Group>
      {asking === 'close' && (
        <ConfirmDialog
          title={t('pulse.open.close')}
          text={t('pulse.open.closeText', { answered: pulse.answered })}
          confirmLabel={t('pulse.open.close')}
          destructive={false}
          onConfirm={() => close.mutateAsync({ params })}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'callOff' && (
        <ConfirmDialog
          title={t('pulse.open.callOff')}
          text={t('pulse.open.callOffText', { answered: pulse.answered })}
          confirmLabel={t('pulse.open.callOff')}
          onConfirm={() => callOff.mutateAsync({ params })}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  )
}
