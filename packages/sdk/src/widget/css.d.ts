declare module '*.css' {
  const text: string
  // biome-ignore lint/style/noDefaultExport: that is how bundlers give a file's text.
  export default text
}
