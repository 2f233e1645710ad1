import { Button } from '@mantine/core'
import { IconBuildingStore } from '@tabler/icons-react'
import { useLocale, useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'

/** Loads the demo company beside the own workspace and enters it; the profile leads back. */
export function DemoButton() {
  const t = useT()
  const { locale } = useLocale()
  const load = useAct('POST /demo', { invalidates: [] })
  const enter = useAct('PUT /me/workspace', { invalidates: [] })
  const run = async () => {
    const made = await load.mutateAsync({ body: { locale } }).catch(() => null)
    if (made && (await enter.mutateAsync({ body: { workspaceId: made.workspaceId } }).catch(() => null)))
      window.location.assign('/')
  }
  return (
    <Can permission="settings.manage">
      <Button
        variant="default"
        leftSection={<IconBuildingStore size={17} stroke={1.6} />}
        loading={load.isPending || enter.isPending}
        onClick={() => void run()}
      >
        {t('today.empty.demo')}
      </Button>
    </Can>
  )
}
