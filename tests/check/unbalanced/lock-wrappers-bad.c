// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device is locked by nvmx_lock() and nvmx_unlock(), which also wake it up.
 * A failed write returns between them.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct nvmx {
	struct mutex lock;
	void __iomem *regs;
};

static void nvmx_lock(struct nvmx *nv)
{
	mutex_lock(&nv->lock);
	writel(1, nv->regs);
}

static void nvmx_unlock(struct nvmx *nv)
{
	writel(0, nv->regs);
	mutex_unlock(&nv->lock);
}

static int nvmx_write_word(struct nvmx *nv, unsigned int offset, u32 word)
{
	writel(word, nv->regs + offset);
	return readl(nv->regs + offset) == word ? 0 : -EIO;
}

int nvmx_write(struct nvmx *nv, unsigned int offset, const u32 *words, size_t n)
{
	int err = 0;
	size_t i;

	nvmx_lock(nv);
	for (i = 0; i < n; i++) {
		err = nvmx_write_word(nv, offset + 4 * i, words[i]);
		if (err)
			return err;
	}
	nvmx_unlock(nv);
	return err;
}
EXPORT_SYMBOL_GPL(nvmx_write);

/*
 * unspin-test
 * expect: unbalanced | struct nvmx.lock | nvmx_write
 */
