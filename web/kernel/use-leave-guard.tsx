import { useBlocker } from '@tanstack/react-router'
import { useT } from './i18n.tsx'
import { ConfirmDialog } from './record/confirm-dialog.tsx'

type Location = { pathname: string }
/** Another tab of the same screen keeps the work, and who has been signed out cannot save any more. */
const leaves = ({ current, next }: { current: Location; next: Location }) =>
  current.pathname !== next.pathname && next.pathname !== '/sign-in'

/** Asks before unsaved work is left behind, by a link of the app or by closing the tab. Answers the dialog to render. */
export function useLeaveGuard(isUnsaved: boolean) {
  const t = useT()
  const blocker = useBlocker({
    shouldBlockFn: leaves,
    disabled: !isUnsaved,
    enableBeforeUnload: true,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <ConfirmDialog
      title={t('kit.leave.title')}
      text={t('kit.leave.text')}
      confirmLabel={t('kit.leave.confirm')}
      onConfirm={blocker.proceed}
      onClose={blocker.reset}
    />
  )
}
