import { Button } from '@mantine/core'
import { IconBuildingStore } from '@tabler/icons-react'
import { useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { Progress } from '../../kernel/record/progress.tsx'
import { useDemo } from '../../kernel/use-demo.ts'

/** Loads the demo company beside the own workspace and enters it; the profile leads back. */
export default function DemoButton() {
  const t = useT()
  const demo = useDemo()
  const enter = useAct('PUT /me/workspace', { invalidates: [] })
  const run = async () => {
    const made = await demo.load().catch(() => null)
    if (made && (await enter.mutateAsync({ body: { workspaceId: made.workspaceId } }).catch(() => null)))
      window.location.assign('/')
  }
  if (demo.isPending)
    return (
      <div className="td-today-demo">
        <Progress label={t('accounts.setup.demo.days')} done={demo.days?.done ?? 0} total={demo.days?.total} />
      </div>
    )
  return (
    <Can permission="settings.manage">
      <Button
        variant="default"
        leftSection={<IconBuildingStore size={17} stroke={1.6} />}
        loading={enter.isPending}
        onClick={() => void run()}
      >
        {t('today.empty.demo')}
      </Button>
    </Can>
  )
}
