/** An error in one phrase. What a program calls an error until it has a better word says nothing: then the message does. */
export function errorLabel({ errorType, errorMessage }: { errorType: string | null; errorMessage: string | null }) {
  return errorType === 'Error' ? (errorMessage ?? errorType) : (errorType ?? errorMessage)
}
