extension BazelPlan {
    /// `langc.bzl`.
    static let rules = #"""
        \#(heading) \#(langcVersion): rules that compile modules and link programs. Do not edit.

        LangcInfo = provider("What compiled modules give to others.", fields = {
            "interface": "the file of their interfaces",
            "objects": "the list of their objects",
        })

        def _run(ctx, mnemonic, arguments, inputs, outputs):
            arguments.use_param_file("@%s")
            arguments.set_param_file_format("shell")
            ctx.actions.run(
                executable = ctx.executable.langc,
                arguments = [arguments],
                inputs = inputs,
                outputs = outputs,
                mnemonic = mnemonic,
                progress_message = mnemonic + " " + ctx.label.name,
            )

        def _modules(ctx):
            job = ctx.actions.declare_file("jobs/" + ctx.label.name)
            ctx.actions.write(job, "\n".join(ctx.attr.job) + "\n")
            imports = [target[LangcInfo].interface for target in ctx.attr.imports]
            objects = [ctx.actions.declare_file("objects/" + name) for name in ctx.attr.objects]
            compile = ctx.actions.args()
            compile.add("compile")
            compile.add_all(ctx.attr.options)
            compile.add("--root", ctx.label.package or ".")
            compile.add("--job", job)
            compile.add_all(objects, before_each = "-o")
            compile.add_all(imports)
            _run(ctx, "LangcCompile", compile, [job] + ctx.files.sources + imports, objects)

            interface = ctx.actions.declare_file("interfaces/" + ctx.label.name)
            members = objects[:ctx.attr.members]
            describe = ctx.actions.args()
            describe.add("interface")
            describe.add("-o", interface)
            describe.add_all(members + imports)
            _run(ctx, "LangcInterface", describe, members + imports, [interface])
            return [
                DefaultInfo(files = depset(objects)),
                LangcInfo(interface = interface, objects = objects),
            ]

        def _program(ctx):
            objects = [object for target in ctx.attr.modules for object in target[LangcInfo].objects]
            outputs = [ctx.actions.declare_file(name) for name in ctx.attr.outputs]
            link = ctx.actions.args()
            link.add("link")
            link.add_all(ctx.attr.options)
            if ctx.attr.directory:
                outputs = [ctx.actions.declare_directory(ctx.attr.directory)]
                link.add_all(outputs, before_each = "--unmerged", expand_directories = False)
            else:
                link.add("-o", outputs[0])
            link.add_all(objects)
            _run(ctx, "LangcLink", link, objects + ctx.files.sources, outputs)
            return [DefaultInfo(files = depset(outputs))]

        _langc = attr.label(executable = True, allow_single_file = True, cfg = "exec", mandatory = True)

        langc_modules = rule(
            implementation = _modules,
            doc = "Modules that are compiled together: one, or those of an import cycle.",
            attrs = {
                "langc": _langc,
                "options": attr.string_list(doc = "Options of `langc compile`."),
                "job": attr.string_list(doc = "The lines of the description of the job."),
                "sources": attr.label_list(allow_files = True),
                "objects": attr.string_list(doc = "The names of the objects, those of the members first."),
                "members": attr.int(doc = "How many modules there are."),
                "imports": attr.label_list(providers = [LangcInfo]),
            },
        )

        langc_program = rule(
            implementation = _program,
            doc = "Links modules to a program.",
            attrs = {
                "langc": _langc,
                "options": attr.string_list(doc = "Options of `langc link`."),
                "outputs": attr.string_list(doc = "The names of the program and of what comes with it."),
                "directory": attr.string(doc = "The directory of an unmerged program, instead of outputs."),
                "modules": attr.label_list(providers = [LangcInfo]),
                "sources": attr.label_list(allow_files = True, doc = "What the source map holds."),
            },
        )

        """#
}
