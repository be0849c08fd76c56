import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useApi } from '../../data/api.ts'
import { useDesktop } from '../../shell/desktop.ts'
import styles from './sign-form.module.css'
import { SignForm, SignPage } from './sign-form.tsx'

const route = getRouteApi('/sign-in')

/** The console's door. */
export function SignInPage() {
  const api = useApi()
  const router = useRouter()
  const desktop = useDesktop()
  const { to } = route.useSearch()
  useEffect(() => {
    document.title = 'Sign in · Quarterdeck'
  }, [])
  const signIn = useMutation(
    api.trpc.auth.signIn.mutationOptions({
      onSuccess: async () => {
        api.queryClient.clear()
        router.history.push(router.basepath.replace(/\/$/, '') + (to ?? '/'))
      },
    }),
  )
  return (
    <SignPage>
      <SignForm
        title="Sign in to Quarterdeck"
        text="Use the e-mail and password of your workspace. The first owner's were printed when the server first started."
        submit="Sign in"
        pending={signIn.isPending}
        error={signIn.error}
        onSubmit={({ email, password }) => signIn.mutate({ email, password })}
      >
        {!desktop && (
          <p className={styles.text}>
            <a href="/forgot-password" className="link">
              Forgot your password?
            </a>
          </p>
        )}
      </SignForm>
    </SignPage>
  )
}
